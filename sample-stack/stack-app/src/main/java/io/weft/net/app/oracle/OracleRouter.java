package io.weft.net.app.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.app.router.Router;
import io.weft.net.app.router.RouterException;
import io.weft.net.app.router.UdpEcho;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.Drivers;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.drivers.wire.WireProbe;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.StackSettings;
import io.weft.net.stack.icmp.RateLimits;
import io.weft.net.stack.ip.IpSettings.ReversePath;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.RoutingRule;
import io.weft.net.stack.tcp.TcpListener;
import io.weft.net.stack.tcp.TcpSettings;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The router of one case: a stack with the topology's interfaces, addresses, routes, neighbours, switches and services, and the case's
/// rules as far as there are plugins for their tables.
///
/// In memory it has a clock that it moves itself: waiting costs no time, and the time between calls counts too.
public final class OracleRouter implements AutoCloseable {

    /// No case makes so much work of one packet; a loop of packets would.
    private static final int MAX_TURNS = 100_000;
    /// A link takes frames of its MTU, an Ethernet header and a VLAN tag, and drops longer ones before the router sees them.
    private static final int FRAME_OVERHEAD = 18;
    private static final int LISTEN_BACKLOG = 64;
    /// A connection's protocol by name and number, and the seconds that it has left.
    private static final Pattern LEFT_S = Pattern.compile("^(\\S+ +\\d+) \\d+ ");

    /// A case writes no files.
    private static final ConfigSource QUIET = ConfigSource.of(Map.of("logging", Map.of("files", false)));

    private final Router router;
    private final AtomicLong waitedNs;
    private final Map<String, WireProbe> ends = new LinkedHashMap<>();
    private final Map<String, Integer> longestFrames = new LinkedHashMap<>();

    private OracleRouter(Router router, AtomicLong waitedNs) {
        this.router = router;
        this.waitedNs = waitedNs;
    }

    /// A frame that came out of the router.
    record Frame(String nic, byte[] bytes) { }

    /// What opens an interface's driver.
    private interface Opener {
        Driver open(String nic, Topology.Interface wanted) throws DriverException;
    }

    /// A router whose NICs are wires that {@link #packet} sends to and reads from.
    static OracleRouter inMemory(String name, Topology topology, String rules, Path plugins, PrintStream err) throws RouterException {
        AtomicLong waitedNs = new AtomicLong();
        OracleRouter made = new OracleRouter(router(topology, () -> System.nanoTime() + waitedNs.get(), plugins), waitedNs);
        return made.completed(topology, rules, new Notes(name, err), (nic, wanted) -> {
            // no offloads: frames are as on a real wire
            WireHub wire = new WireHub(nic, false);
            made.ends.put(nic, wire.probe());
            made.longestFrames.put(nic, wanted.mtu() + FRAME_OVERHEAD);
            return wire.open(MacAddress.parse(wanted.mac()), wanted.mtu());
        });
    }

    /// A router on the interfaces of this network namespace, started.
    ///
    /// The case's packets go through a router in memory first: `oracle.py` gives a packet 50 ms, and a class that is needed for the
    /// first time takes its time to load.
    ///
    /// @param caseFolder with `rules.v4` and `packets.jsonl`
    public static OracleRouter onInterfaces(Path topologyFile, Path caseFolder, Path plugins, PrintStream err)
            throws RouterException, IOException {
        ObjectMapper json = new ObjectMapper();
        Topology topology = json.readValue(topologyFile.toFile(), Topology.class);
        String name = String.valueOf(caseFolder.getFileName());
        String rules = Files.readString(caseFolder.resolve("rules.v4"));
        try (OracleRouter rehearsal = inMemory(name, topology, rules, plugins, new PrintStream(OutputStream.nullOutputStream()))) {
            for (String line : Files.readAllLines(caseFolder.resolve("packets.jsonl"))) {
                JsonNode packet = json.readTree(line);
                if (packet.has("hex")) {
                    rehearsal.packet(packet.path("in").asText(), HexFormat.of().parseHex(packet.path("hex").asText()), 0);
                }
            }
        }
        Drivers drivers = Drivers.found();
        OracleRouter made = new OracleRouter(router(topology, System::nanoTime, plugins), new AtomicLong());
        made.completed(topology, rules, new Notes(name, err), (nic, _) -> drivers.open("raw:" + nic));
        made.router.stack().start();
        return made;
    }

    private static Router router(Topology topology, LongSupplier clock, Path plugins) throws RouterException {
        return Router.around(NetStack.builder().name("oracle").clock(clock).settings(settings(topology)).build(), plugins, QUIET);
    }

    /// The kernel's switches that the stack has too.
    private static StackSettings settings(Topology topology) {
        RateLimits usual = RateLimits.DEFAULT;
        return StackSettings.DEFAULT
                .withForwarding(topology.number("net/ipv4/ip_forward", 0) != 0)
                .withDefaultTtl((int) topology.number("net/ipv4/ip_default_ttl", 64))
                .withSendRedirects(topology.isOnAnywhere("send_redirects"))
                .withAcceptSourceRoute(topology.number("net/ipv4/conf/all/accept_source_route", 0) != 0)
                .withReversePath(ReversePath.values()[(int) topology.number("net/ipv4/conf/all/rp_filter", 0)])
                .withTcp(TcpSettings.DEFAULT
                        .withSynAckRetries((int) topology.number("net/ipv4/tcp_synack_retries", TcpSettings.DEFAULT.synAckRetries()))
                        .withChallengeAcksPerSecond((int) topology.number("net/ipv4/tcp_challenge_ack_limit",
                                TcpSettings.DEFAULT.challengeAcksPerSecond())))
                .withIcmp(new RateLimits(
                        topology.number("net/ipv4/icmp_msgs_per_sec", usual.messagesPerSecond()),
                        (int) topology.number("net/ipv4/icmp_msgs_burst", usual.messagesBurst()),
                        usual.perHostNs(), (int) topology.number("net/ipv4/icmp_ratemask", usual.typeMask()),
                        usual.noRouteCostNs(), usual.noRouteBurstNs(), usual.peers()));
    }

    private OracleRouter completed(Topology topology, String rules, Notes notes, Opener opener) throws RouterException {
        try {
            addInterfaces(topology, opener);
            topology.routes().forEach(route -> router.stack().addRoute(RouteEntry.parse(route.inWords())));
            topology.ipRules().forEach(rule -> router.stack().addRule(RoutingRule.parse(rule)));
            addServices(topology);
            loadRules(rules, notes);
            return this;
        } catch (RouterException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void addInterfaces(Topology topology, Opener opener) throws RouterException {
        NetStack stack = router.stack();
        for (Map.Entry<String, Topology.Interface> each : topology.interfaces().entrySet()) {
            String nic = each.getKey();
            Topology.Interface wanted = each.getValue();
            try {
                stack.addDevice(nic, opener.open(nic, wanted));
            } catch (DriverException e) {
                throw new RouterException(e.getMessage(), e);
            }
            wanted.addresses().forEach(address -> stack.addAddress(nic, InterfaceAddress.parse(address)));
            wanted.neighbours().forEach(
                    neighbour -> stack.addNeighbor(nic, Ipv4.parse(neighbour), MacAddress.parse(wanted.peerMac())));
        }
    }

    private void addServices(Topology topology) throws RouterException {
        for (int port : topology.services().udpEcho()) {
            try {
                router.stack().udp().bind(Ipv4.ANY, port, new UdpEcho());
            } catch (BindException e) {
                throw new RouterException("UDP echo on port " + port + ": " + e.getMessage(), e);
            }
        }
        for (int port : topology.services().tcpListen()) {
            listen(port);
        }
    }

    /// As `oracle.py` has the kernel do: takes each connection and closes it at once.
    private void listen(int port) throws RouterException {
        try {
            router.stack().onLoop(() -> router.stack().tcp().listen(Ipv4.ANY, port, LISTEN_BACKLOG, OracleRouter::acceptAndClose));
        } catch (Exception e) {
            throw new RouterException("TCP listener on port " + port + ": " + e.getMessage(), e);
        }
    }

    private static void acceptAndClose(TcpListener listener) {
        TcpSocket accepted = listener.accept();
        if (accepted != null) {
            accepted.close();
        }
    }

    private void loadRules(String rules, Notes notes) throws RouterException {
        for (RuleText each : RuleText.tables(rules)) {
            if (router.command("iptables").isEmpty()
                    || router.call("iptables", List.of("-t", each.table(), "-S"), "").exitCode() != 0) {
                notes.leftOut("table " + each.table(), "there is no plugin for it");
                continue;
            }
            try {
                router.restore(each.text());
            } catch (RouterException e) {
                notes.leftOut("table " + each.table(), String.valueOf(e.getMessage()).replace("\n", " / "));
            }
        }
    }

    /// Puts a frame on an interface's wire and lets time pass.
    ///
    /// @return what came out of the router meanwhile, in order per interface
    List<Frame> packet(String nic, byte[] frame, long waitNs) throws IOException {
        WireProbe end = ends.get(nic);
        if (end == null) {
            throw new IOException("there is no interface " + nic);
        }
        if (frame.length <= longestFrames.getOrDefault(nic, 0)) {
            end.inject(frame);
        }
        List<Frame> out = new ArrayList<>();
        long endNs = nowNs() + waitNs;
        settle(out);
        for (long nextNs = router.stack().nextDeadlineNs(); nextNs < endNs; nextNs = router.stack().nextDeadlineNs()) {
            passTimeUntil(nextNs);
            settle(out);
        }
        passTimeUntil(endNs);
        settle(out);
        return out;
    }

    NetStack stack() {
        return router.stack();
    }

    private long nowNs() {
        return System.nanoTime() + waitedNs.get();
    }

    private void passTimeUntil(long timeNs) {
        waitedNs.addAndGet(Math.max(0, timeNs - nowNs()));
    }

    /// Turns the stack until it rests, and takes what it sent.
    private void settle(List<Frame> out) {
        int turns = 0;
        while (router.stack().turn()) {
            if (++turns == MAX_TURNS) {
                throw new IllegalStateException("the stack does not come to rest");
            }
        }
        ends.forEach((nic, end) -> {
            for (byte[] bytes = end.take(); bytes != null; bytes = end.take()) {
                out.add(new Frame(nic, bytes));
            }
        });
    }

    /// All tables with their counters, sorted as `oracle.py` does.
    String savedRules() throws RouterException {
        if (router.command("iptables-save").isEmpty()) {
            return "";
        }
        return RuleText.tables(router.call("iptables-save", List.of("-c"), "").output()).stream()
                .map(RuleText::text).sorted().collect(Collectors.joining());
    }

    /// The connections as `conntrack -L` tells them, without how long they have left, sorted as `oracle.py` does.
    List<String> connections() throws RouterException {
        if (router.command("conntrack").isEmpty()) {
            return List.of();
        }
        return router.call("conntrack", List.of("-L"), "").out().lines()
                .map(line -> LEFT_S.matcher(line).replaceFirst("$1 ")).sorted().toList();
    }

    @Override
    public void close() {
        router.close();
        ends.values().forEach(WireProbe::close);
    }

    /// What of a case is not there, told once and in one line each.
    private record Notes(String of, PrintStream err) {

        void leftOut(String what, String why) {
            err.println("weft oracle: " + of + ": " + what + " is left out: " + why);
        }
    }
}
