package io.weft.net.benchmarks;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One packet of 64 bytes of UDP payload forwarded in memory: from the card's batch past PRE_ROUTING, FORWARD and POST_ROUTING into
/// the other card's batch, through the plugin jars that operators load.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ForwardBenchmark {

    /// How many frames the loop takes from a card at a time.
    private static final int BATCH = 64;
    private static final MacAddress INSIDE = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress OUTSIDE = MacAddress.parse("02:00:00:00:00:02");
    private static final MacAddress SERVER = MacAddress.parse("02:00:00:00:00:03");
    /// 10.0.0.2:1000 to 10.0.1.2:2000, TTL 64, 64 bytes.
    private static final byte[] FRAME = HexFormat.of().parseHex(
            "020000000001" + "020000000009" + "0800"
                    + "4500005c000040004011258e" + "0a000002" + "0a000102"
                    + "03e807d000480000" + "00".repeat(64));

    /// The rules of FORWARD: all but the last ask for another source address and miss, the last accepts. `absent`: no plugins at all.
    @Param({"absent", "0", "10", "100", "1000", "10000"})
    public String rules = "absent";

    /// How the rules run: `compiled`, as they do, or `interpreted`, every rule asked by every packet.
    @Param({"compiled", "interpreted"})
    public String form = "compiled";

    private final Treadmill in = Treadmill.of(INSIDE, FRAME);
    private final Treadmill out = Treadmill.silent(OUTSIDE);
    private @Nullable PluginHost plugins;
    private NetStack stack = NetStack.builder().name("benchmark").forwarding(true).build();

    @Setup
    public void build() throws IOException {
        stack.addDevice("in", in);
        stack.addDevice("out", out);
        stack.addAddress("in", InterfaceAddress.parse("10.0.0.1/24"));
        stack.addAddress("out", InterfaceAddress.parse("10.0.1.1/24"));
        stack.addNeighbor("out", Ipv4.parse("10.0.1.2"), SERVER);
        if (!rules.equals("absent")) {
            System.setProperty("weft.tables.interpret", Boolean.toString(form.equals("interpreted")));
            PluginHost host = PluginHost.builder().hooks(stack.hooks()).service(Stack.class, stack)
                    .plugins(Path.of(System.getProperty("weft.plugins", "target/plugins"))).build();
            plugins = host;
            restore(host, Integer.parseInt(rules));
        }
        stack.turn();
        if (out.sent() != BATCH) {
            throw new IllegalStateException("of " + BATCH + " packets " + out.sent() + " were forwarded");
        }
    }

    private static void restore(PluginHost host, int count) throws IOException {
        StringBuilder text = new StringBuilder("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD " + (count == 0 ? "ACCEPT" : "DROP")
                + " [0:0]\n:OUTPUT ACCEPT [0:0]\n");
        for (int i = 1; i < count; i++) {
            text.append("-A FORWARD -s 198.18.").append(i / 250).append('.').append(i % 250 + 1).append("/32 -j DROP\n");
        }
        if (count > 0) {
            text.append("-A FORWARD -d 10.0.1.0/24 -j ACCEPT\n");
        }
        Rules.restore(host, text.append("COMMIT\n").toString());
    }

    @TearDown
    public void close() {
        if (plugins != null) {
            plugins.close();
        }
        stack.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public boolean forward() {
        return stack.turn();
    }
}
