package io.weft.net.app.operator.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import io.weft.net.app.operator.Caller;
import io.weft.net.control.CommandCall;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.drivers.wire.WireProbe;
import io.weft.net.stack.NetStack;
import io.weft.net.tables.Shell;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DumpCommandTest {

    @Test
    void showsWhatComesAndWhatGoes() throws Exception {
        WireHub hub = new WireHub("dump", false);
        try (NetStack stack = NetStack.builder().name("router").build(); ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            stack.addDevice("eth0", hub.open(MacAddress.parse("02:00:00:00:00:01"), 1500));
            stack.addAddress("eth0", InterfaceAddress.parse("10.0.0.2/24"));
            WireProbe probe = hub.probe();
            stack.start();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PipedInputStream goesOn = new PipedInputStream(new PipedOutputStream());
            Future<Integer> dump = callers.submit(() -> new DumpCommand(stack).run(new CommandCall(List.of("-i", "eth0", "-c2", "arp"), goesOn,
                    new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))));
            while (!dump.isDone()) {
                // asks for the stack's address until the dump, which begins some time, has seen question and answer
                probe.inject(Frames.ALL.getFirst());
                Thread.yield();
            }

            assertThat(dump.get()).isZero();
            assertThat(out.toString(UTF_8).lines()).hasSize(2).anyMatch(line -> line.endsWith("ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28"));
            assertThat(err.toString(UTF_8)).startsWith("weft dump: listening on eth0, link-type EN10MB (Ethernet)").contains("2 packets captured");
        }
    }

    @Test
    void namesTheNicOrTheWordThatIsWrong() {
        try (NetStack stack = NetStack.builder().name("router").build()) {
            Caller weft = new Caller(new DumpCommand(stack));
            assertThat(weft.run("dump -i eth7"))
                    .isEqualTo(new Shell.Result("", "weft dump: eth7: No such device exists; there are lo\n", 1));
            assertThat(weft.run("dump -i lo port")).isEqualTo(
                    new Shell.Result("", "weft dump: the filter ends too early; try 'weft dump --help'\n", 1));
            assertThat(weft.run("dump -i").err()).isEqualTo("weft dump: option requires an argument -- 'i'; try 'weft dump --help'\n");
            assertThat(weft.ok("dump -D")).isEqualTo("1.lo [Up, Running]\n");
            assertThat(weft.ok("dump --help")).isEqualTo(DumpCommand.HELP);
        }
    }
}
