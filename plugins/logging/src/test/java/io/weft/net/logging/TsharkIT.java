package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.TestPackets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of NFLOG as Wireshark reads them.
class TsharkIT {

    @TempDir
    Path folder;

    @Test
    void tsharkReadsGroupPrefixHookMarkAndPacket() throws Exception {
        try (var plugins = new LoggingDouble(new LoggingConfig(0, 0, true, folder.resolve("made"), 1, 1))) {
            plugins.shell().ok("iptables -A FORWARD -p tcp -j NFLOG --nflog-group 3 --nflog-prefix 'web: '",
                    "iptables -A OUTPUT -j NFLOG --nflog-group 3 --nflog-size 1000");
            var packets = new TestPackets(plugins.stack());
            Packet through = packets.tcp(40000, 443, TcpHeader.SYN);
            through.mark(0x1f);
            through.in(plugins.stack().interfaceNamed("eth0"));
            through.out(plugins.stack().interfaceNamed("eth1"));
            run(plugins, "FORWARD", through);
            Packet own = packets.udp(5353, 53);
            own.out(plugins.stack().interfaceNamed("eth1"));
            run(plugins, "OUTPUT", own);
        }
        List<String> fields = List.of("nflog.res_id", "nflog.prefix", "nflog.hook", "nflog.ifindex_indev", "nflog.ifindex_outdev",
                "frame.interface_name", "frame.len", "frame.cap_len", "ip.src", "ip.dst", "tcp.dstport", "udp.dstport", "tcp.flags.syn",
                "nflog.tlv_type", "_ws.malformed");
        assertThat(tshark(fields)).containsExactly(
                "3|web: |2|2|3|eth0|" + tcpLength() + "|" + tcpLength() + "|192.168.1.2|203.0.113.2|443||1|1,2,3,4,5,10,9|",
                "3||3||3|eth1|" + udpLength() + "|" + udpLength() + "|192.168.1.2|203.0.113.2||53||1,3,5,10,9|");
    }

    // family and group, header, mark, timestamp, in, out, prefix, payload
    private static int tcpLength() {
        return 4 + 8 + 8 + 20 + 8 + 8 + 12 + 4 + 40;
    }

    private static int udpLength() {
        return 4 + 8 + 20 + 8 + 8 + 4 + 40;
    }

    private static void run(LoggingDouble plugins, String chain, Packet packet) {
        plugins.table("filter").chain(chain).run(packet);
        packet.release();
    }

    private List<String> tshark(List<String> fields) throws Exception {
        var command = new ArrayList<>(List.of("tshark", "-n", "-r", folder.resolve("made/nflog-3.pcapng").toString(), "-T", "fields",
                "-E", "separator=|", "-o", "udp.check_checksum:FALSE"));
        fields.forEach(field -> command.addAll(List.of("-e", field)));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            System.out.println("TsharkIT is skipped: there is no tshark on this machine");
            assumeTrue(false, "there is no tshark on this machine");
            throw e;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.lines().toList();
    }
}
