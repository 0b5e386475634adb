package io.weft.net.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// Three network namespaces of a test: a client and a server with the kernel's stack, and between them one for the router.
///
///     client 10.1.0.2/24 ── router ── 10.2.0.2/24 server
///
/// Their names bear the process id; closing removes them with all that is in them.
final class Namespaces implements AutoCloseable {

    static final String CLIENT_ADDRESS = "10.1.0.2";
    static final String SERVER_ADDRESS = "10.2.0.2";
    static final String ROUTER_TO_CLIENT = "10.1.0.1";
    static final String ROUTER_TO_SERVER = "10.2.0.1";

    private static final String PREFIX = "weftit" + ProcessHandle.current().pid();

    private final List<String> made = new ArrayList<>();

    private Namespaces() { }

    static Namespaces make() throws Exception {
        Namespaces namespaces = new Namespaces();
        try {
            for (String name : List.of(client(), router(), server())) {
                ip("netns", "add", name);
                namespaces.made.add(name);
                ip("-n", name, "link", "set", "lo", "up");
            }
            return namespaces;
        } catch (Exception | AssertionError e) {
            namespaces.close();
            throw e;
        }
    }

    /// Skips a test, and says why, where namespaces cannot be made or one of these commands is missing.
    static void assumeUsable(Class<?> test, String... commands) throws Exception {
        String whyNot = whyNot();
        for (String command : commands) {
            if (whyNot.isEmpty() && RunningProcess.run("sh", "-c", "command -v " + command).exitCode() != 0) {
                whyNot = "the command " + command + " is missing";
            }
        }
        assume(test, whyNot);
    }

    private static void assume(Class<?> test, String whyNot) {
        if (!whyNot.isEmpty()) {
            System.err.println(test.getSimpleName() + " is skipped: " + whyNot);
        }
        Assumptions.assumeTrue(whyNot.isEmpty(), whyNot);
    }

    /// Skips a test, and says why, where TAP interfaces cannot be made.
    static void assumeTaps(Class<?> test) throws Exception {
        String probe = PREFIX + "probe";
        String whyNot = "";
        RunningProcess.run("ip", "netns", "add", probe);
        try {
            RunningProcess.Ended made = runIn(probe, "ip", "tuntap", "add", "tap0", "mode", "tap");
            whyNot = made.exitCode() == 0 ? "" : "TAP interfaces cannot be made here: " + made.err().strip();
        } finally {
            RunningProcess.run("ip", "netns", "del", probe);
        }
        assume(test, whyNot);
    }

    /// Why namespaces cannot be made here, or an empty text.
    private static String whyNot() throws Exception {
        String probe = PREFIX + "probe";
        try {
            RunningProcess.Ended added = RunningProcess.run("ip", "netns", "add", probe);
            if (added.exitCode() != 0) {
                return "network namespaces cannot be made here: " + added.err().strip();
            }
            RunningProcess.run("ip", "netns", "del", probe);
            return "";
        } catch (java.io.IOException e) {
            return "network namespaces cannot be made here: " + e.getMessage();
        }
    }

    static String client() {
        return PREFIX + "c";
    }

    static String router() {
        return PREFIX + "r";
    }

    static String server() {
        return PREFIX + "s";
    }

    /// Cables from the client to the router's `eth0`, from the server to its `eth1`; the router's ends have no addresses.
    void cable() throws Exception {
        cable(client(), "eth0");
        cable(server(), "eth1");
        configureEnds("eth0");
    }

    /// A cable from the client to the router's `eth0` that loses so many of a thousand TCP segments each way, chosen by the kernel: a
    /// bridge in the server's namespace, whose own cable is left out. Neither end's NIC takes more than a segment at a time.
    void lossyCable(int perThousand) throws Exception {
        ip("-n", server(), "link", "add", "bridge0", "type", "bridge");
        ip("-n", server(), "link", "set", "bridge0", "up");
        for (String end : List.of(client(), router())) {
            ip("-n", server(), "link", "add", "to" + end, "type", "veth", "peer", "name", "eth0", "netns", end);
            ip("-n", server(), "link", "set", "to" + end, "master", "bridge0", "up");
            ip("-n", end, "link", "set", "eth0", "up", "gso_max_segs", "1");
        }
        configure(client(), "eth0", CLIENT_ADDRESS, ROUTER_TO_CLIENT);
        RunningProcess.Ended dropping = runIn(server(), "nft", "add table bridge weft; add chain bridge weft lossy "
                + "{ type filter hook forward priority 0; }; add rule bridge weft lossy ip protocol tcp numgen random mod 1000 < "
                + perThousand + " counter drop");
        if (dropping.exitCode() != 0) {
            throw new AssertionError(dropping.err());
        }
    }

    private static void cable(String end, String routerNic) throws Exception {
        ip("-n", router(), "link", "add", routerNic, "type", "veth", "peer", "name", "eth0", "netns", end);
        ip("-n", router(), "link", "set", routerNic, "up");
    }

    /// Gives the ends' NIC, which lies in their namespaces by now, addresses and a default route.
    void configureEnds(String nic) throws Exception {
        configure(client(), nic, CLIENT_ADDRESS, ROUTER_TO_CLIENT);
        configure(server(), nic, SERVER_ADDRESS, ROUTER_TO_SERVER);
    }

    private static void configure(String namespace, String nic, String address, String gateway) throws Exception {
        ip("-n", namespace, "link", "set", nic, "up");
        ip("-n", namespace, "address", "add", address + "/24", "dev", nic);
        ip("-n", namespace, "route", "add", "default", "via", gateway);
    }

    static List<String> in(String namespace, String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(words));
        return all;
    }

    static RunningProcess.Ended runIn(String namespace, String... words) throws Exception {
        return RunningProcess.run(Map.of(), "", in(namespace, words));
    }

    static void ip(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("ip"));
        all.addAll(List.of(words));
        RunningProcess.Ended ended = RunningProcess.run(Map.of(), "", all);
        if (ended.exitCode() != 0) {
            throw new AssertionError(all + ": " + ended.err());
        }
    }

    @Override
    public void close() throws Exception {
        for (String name : made) {
            RunningProcess.run("ip", "netns", "del", name);
        }
    }
}
