package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.weft.hook.Verdict;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketWay;
import io.weft.net.packet.Packet;
import io.weft.net.tables.TestPackets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {

    private LoggingDouble plugins = new LoggingDouble(LoggingDouble.SILENT);
    private final TestPackets packets = new TestPackets(plugins.stack());

    @AfterEach
    void noPacketIsLeft() throws Exception {
        plugins.close();
    }

    @Test
    void packetGoesOnToTheNextRule() throws Exception {
        plugins.shell().ok("iptables -A INPUT -p udp -j LOG --log-prefix 'in: '", "iptables -A INPUT -p udp -j DROP");
        assertThat(input(packets.udp(1, 2))).isEqualTo(Verdict.Kind.DROP);
        assertThat(plugins.logged()).singleElement().satisfies(line -> {
            assertThat(line.getLoggerName()).isEqualTo("weft.LOG");
            assertThat(line.getFormattedMessage()).startsWith("in: IN= OUT= SRC=192.168.1.2 DST=203.0.113.2 LEN=40 ");
        });
    }

    @ParameterizedTest
    @CsvSource({"0, ERROR", "3, ERROR", "4, WARN", "5, INFO", "6, INFO", "7, DEBUG"})
    void levelOfSyslogBecomesThatOfTheLogger(int level, String expected) throws Exception {
        plugins.shell().ok("iptables -A INPUT -j LOG --log-level " + level);
        input(packets.udp(1, 2));
        assertThat(plugins.logged()).singleElement().extracting(ILoggingEvent::getLevel).isEqualTo(Level.toLevel(expected));
    }

    @Test
    void linesBeyondTheLimitAreLeftOutAndCounted() throws Exception {
        plugins.close();
        plugins = new LoggingDouble(new LoggingConfig(10, 0, false, Path.of("nowhere"), 1, 1));
        plugins.shell().ok("iptables -A INPUT -j LOG");
        var more = new TestPackets(plugins.stack());
        for (int i = 0; i < 25; i++) {
            input(more.udp(1, 2));
        }
        List<ILoggingEvent> logged = plugins.logged();
        assertThat(logged.stream().filter(line -> line.getLoggerName().equals("weft.LOG"))).hasSize(10);
        // how often the writer looked meanwhile is chance
        assertThat(logged.stream().filter(line -> !line.getLoggerName().equals("weft.LOG")).map(ILoggingEvent::getFormattedMessage))
                .isNotEmpty().allMatch(line -> line.endsWith(" lines of LOG and TRACE were left out: more than linesPerSecond (10)"))
                .extracting(line -> Integer.parseInt(line.substring(0, line.indexOf(' ')))).satisfies(
                        counts -> assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(15));
    }

    @Test
    void explainedPacketIsToldAndNotLogged() throws Exception {
        plugins.shell().ok("iptables -A INPUT -j LOG --log-prefix 'it: '", "iptables -A INPUT -j NFLOG --nflog-group 3");
        Packet packet = packets.udp(1, 2);
        var trail = new PacketTrail();
        packet.journal(trail);
        packet.traced(true);
        input(packet);
        assertThat(PacketWay.of(trail.take()).remarks().toString()).contains("kind=rule, text=-A INPUT -j LOG", "kind=log, text=it: IN= OUT=", "group 3",
                "decision=CONTINUE", "-P INPUT ACCEPT");
        assertThat(plugins.shell().ok("iptables -S -v")).as("and counts nowhere").contains("-P INPUT ACCEPT -c 0 0", "-c 0 0 -j LOG");
        assertThat(plugins.logged()).isEmpty();
    }

    private Verdict.Kind input(Packet packet) {
        Verdict verdict = plugins.table("filter").chain("INPUT").run(packet);
        packet.release();
        return verdict.kind();
    }
}
