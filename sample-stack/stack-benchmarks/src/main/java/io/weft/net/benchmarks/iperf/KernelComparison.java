package io.weft.net.benchmarks.iperf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.drivers.Drivers;
import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Goodput of one stream, in turns: this stack's through `tap:` to a kernel's `iperf3`, and the kernel's own between two namespaces with a
/// veth pair between them. Both directions.
///
///     [this process, 10.60.1.2] -- tap: -- [namespace, 10.60.1.1: iperf3 -s]
///     [namespace, 10.60.2.2: iperf3 -c] -- veth -- [the same namespace, 10.60.2.1]
///
/// Takes the number of runs and their length in seconds. Needs root, iproute2 and iperf3.
public final class KernelComparison {

    static final int SERVER = Ipv4.parse("10.60.1.1");
    private static final int WARM_UP_S = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int runs;
    private final int seconds;

    private KernelComparison(int runs, int seconds) {
        this.runs = runs;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        new KernelComparison(number(arguments, 0, 5), number(arguments, 1, 3)).run();
    }

    private static int number(String[] arguments, int index, int usual) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : usual;
    }

    private void run() throws Exception {
        System.out.println("load before: " + Files.readString(Path.of("/proc/loadavg")).strip());
        try (Namespace server = new Namespace("s"); Namespace client = new Namespace("c");
                NetStack stack = NetStack.builder().name("bench").build()) {
            joinByVeth(client, server);
            joinByTap(stack, server);
            Process iperf = server.start("iperf3 -s --forceflush", "listening");
            try {
                measure(stack, client);
            } finally {
                iperf.destroy();
                iperf.waitFor(5, TimeUnit.SECONDS);
            }
        }
    }

    private static void joinByVeth(Namespace client, Namespace server) throws IOException, InterruptedException {
        client.run("ip link add v0 type veth peer name v1 netns " + server.name());
        client.run("ip addr add 10.60.2.2/24 dev v0");
        client.run("ip link set v0 up");
        server.run("ip addr add 10.60.2.1/24 dev v1");
        server.run("ip link set v1 up");
    }

    /// From now on the stack is 10.60.1.2 and the namespace 10.60.1.1.
    static void joinByTap(NetStack stack, Namespace server) throws Exception {
        String nic = "wb" + ProcessHandle.current().pid() % 1_000_000;
        stack.addDevice("eth0", Drivers.found().open("tap:" + nic + "?up=no"));
        Namespace.run(List.of("ip", "link", "set", nic, "netns", server.name()));
        server.run("ip addr add 10.60.1.1/24 dev " + nic);
        server.run("ip link set " + nic + " up");
        stack.addAddress("eth0", InterfaceAddress.parse("10.60.1.2/24"));
        stack.start();
    }

    private void measure(NetStack stack, Namespace client) throws Exception {
        for (Direction direction : Direction.values()) {
            IperfTest.run(stack, SERVER, direction, TimeUnit.SECONDS.toNanos(WARM_UP_S));
        }
        List<Runs> all = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            Runs ours = new Runs("stack, tap:, " + direction);
            Runs kernels = new Runs("kernel, veth, " + direction);
            for (int i = 0; i < runs; i++) {
                kernels.add(kernel(client, direction));
                ours.add(IperfTest.run(stack, SERVER, direction, TimeUnit.SECONDS.toNanos(seconds)).gigabits());
            }
            all.add(ours.beside(kernels));
        }
        System.out.println("| one stream | Gbit/s: least / median / most | kernel | ratio of medians |\n|---|---|---|---|");
        all.forEach(System.out::println);
        System.out.println("faults: " + stack.faults() + ", packets under way: " + stack.onLoop(() -> stack.pool().underWay()));
    }

    private double kernel(Namespace client, Direction direction) throws IOException, InterruptedException {
        String words = "iperf3 -c 10.60.2.1 -J -t " + seconds + (direction == Direction.DOWN ? " -R" : "");
        JsonNode received = JSON.readTree(client.run(words)).path("end").path("sum_received");
        return received.path("bits_per_second").asDouble() / 1e9;
    }
}
