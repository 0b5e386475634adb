package io.weft.net.benchmarks;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.RouteEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A router between clients and servers, with the plugin jars that operators load. Its clock goes on by what each turn is said to take.
final class Router implements AutoCloseable {

    /// How many frames the loop takes from a card at a time.
    static final int BATCH = 64;
    private static final MacAddress CARD = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress NEIGHBOR = MacAddress.parse("02:00:00:00:00:09");
    private static final String UNTRANSLATED = "*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT\n"
            + "-A FORWARD -i in -m conntrack --ctstate NEW -j ACCEPT\nCOMMIT\n";

    final Traffic fromClients;
    final Traffic fromServers;
    private final Treadmill in;
    private final Treadmill out;
    private final NetStack stack;
    private final PluginHost plugins;
    private long nowNs;
    private long turnNs = 1_000L * BATCH;

    /// @param most connections, and buckets
    /// @param settings more of conntrack's
    Router(Flow.Translation translation, int most, Map<String, Integer> settings) throws IOException {
        Flow flow = new Flow(translation);
        fromClients = new Traffic(flow, false);
        fromServers = new Traffic(flow, true);
        fromClients.each(Flow.Kind.UDP, 0);
        fromServers.each(Flow.Kind.UDP, 0);
        in = new Treadmill(CARD, fromClients);
        out = new Treadmill(CARD, fromServers);
        stack = NetStack.builder().name("benchmark").clock(() -> nowNs).forwarding(true).build();
        stack.addDevice("in", in);
        stack.addDevice("out", out);
        stack.addAddress("in", InterfaceAddress.parse("10.0.0.1/24"));
        stack.addAddress("out", InterfaceAddress.parse("192.168.1.1/24"));
        stack.addNeighbor("in", Ipv4.parse("10.0.0.2"), NEIGHBOR);
        stack.addNeighbor("out", Flow.SERVER, NEIGHBOR);
        stack.addRoute(RouteEntry.parse("10.64.0.0/10 via 10.0.0.2"));
        stack.addRoute(RouteEntry.parse("198.18.0.0/15 via 192.168.1.2"));
        Map<String, Object> config = new HashMap<>(settings);
        config.put("nf_conntrack_buckets", most);
        config.put("nf_conntrack_max", most);
        plugins = PluginHost.builder().hooks(stack.hooks()).service(Stack.class, stack).config(ConfigSource.of(Map.of("conntrack", config)))
                .plugins(Path.of(System.getProperty("weft.plugins", "target/plugins"))).build();
        Rules.restore(plugins, UNTRANSLATED);
        switch (translation) {
            case NONE -> { }
            case MASQUERADE -> Rules.restore(plugins, "*nat\n-A POSTROUTING -o out -j MASQUERADE\nCOMMIT\n");
            case DNAT -> Rules.restore(plugins, "*nat\n-A PREROUTING -d 198.18.0.0/15 -j DNAT --to-destination 192.168.1.2\nCOMMIT\n");
        }
    }

    /// Says how much time goes by with a turn.
    void turnsTake(long ns) {
        turnNs = ns;
    }

    boolean turn() {
        nowNs += turnNs;
        return stack.turn();
    }

    /// How many packets left for the servers.
    long toServers() {
        return out.sent();
    }

    /// How many left for the clients.
    long toClients() {
        return in.sent();
    }

    /// Makes so many connections that have seen both directions.
    ///
    /// @throws IllegalStateException when packets of theirs did not get through
    void establish(String protocol, int flows) {
        switch (protocol) {
            case "udp" -> {
                pass(fromClients, Flow.Kind.UDP, flows);
                pass(fromServers, Flow.Kind.UDP, flows);
            }
            case "tcp" -> {
                pass(fromClients, Flow.Kind.TCP_SYN, flows);
                pass(fromServers, Flow.Kind.TCP_SYN_ACK, flows);
                pass(fromClients, Flow.Kind.TCP_ACK, flows);
            }
            default -> throw new IllegalArgumentException("no protocol " + protocol);
        }
    }

    private void pass(Traffic traffic, Flow.Kind kind, int flows) {
        long before = in.sent() + out.sent();
        traffic.each(kind, flows);
        while (!traffic.isOver()) {
            turn();
        }
        long passed = in.sent() + out.sent() - before;
        if (passed != flows) {
            throw new IllegalStateException("of " + flows + " packets " + kind + " " + passed + " were forwarded");
        }
    }

    @Override
    public void close() {
        plugins.close();
        stack.close();
    }
}
