package io.weft.net.app.operator.stats;

import io.weft.hook.HandlerHealth;
import io.weft.hook.HandlerInfo;
import io.weft.hook.HooksInfo;
import io.weft.hook.PointInfo;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.driver.DriverCounters;
import io.weft.net.packet.DropReason;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.neighbor.NeighborEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All counters of a stack at one moment, as a tree of maps, lists, texts and numbers.
///
///     devices:  [{name, state, rx: {packets, bytes, dropped, errors}, tx: {…}}]
///     drops:    {REASON: count}, of all reasons, those without a drop too
///     protocols: {IpInReceives: count, …}, of all counters
///     sockets:  {tcp: {STATE: count}, udp: count}
///     neighbors, routes: counts; faults: what the loop outlived
///     hooks:    [{point, handlers: [{plugin, name, priority, accepted, dropped, stolen, queued, faults, breaker}]}]
///     plugins:  [{id, version}]
final class StackCounters {

    private final NetStack stack;
    private final PluginHost plugins;

    StackCounters(NetStack stack, PluginHost plugins) {
        this.stack = stack;
        this.plugins = plugins;
    }

    Map<String, Object> read() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", stack.name());
        tree.put("timeMs", System.currentTimeMillis());
        tree.put("devices", stack.devices().stream().map(StackCounters::device).toList());
        tree.put("drops", drops());
        tree.put("protocols", stack.counters().byName());
        tree.put("sockets", sockets());
        tree.put("neighbors", neighbors());
        tree.put("routes", stack.routes().size());
        tree.put("faults", stack.faults());
        tree.put("hooks", hooks(stack.hooks().describe()));
        tree.put("plugins", plugins.plugins().stream().map(plugin -> Map.of("id", plugin.id(), "version", plugin.version())).toList());
        return tree;
    }

    private static Map<String, Object> device(NetDevice device) {
        DriverCounters counters = device.counters();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", device.name());
        tree.put("state", device.isUp() ? device.linkUp() ? "up" : "no link" : "down");
        tree.put("rx", way(counters.rxPackets(), counters.rxBytes(), counters.rxDropped(), counters.rxErrors()));
        tree.put("tx", way(counters.txPackets(), counters.txBytes(), counters.txDropped(), counters.txErrors()));
        return tree;
    }

    private static Map<String, Object> way(long packets, long bytes, long dropped, long errors) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("packets", packets);
        tree.put("bytes", bytes);
        tree.put("dropped", dropped);
        tree.put("errors", errors);
        return tree;
    }

    private Map<String, Long> drops() {
        Map<String, Long> tree = new LinkedHashMap<>();
        for (DropReason reason : DropReason.values()) {
            tree.put(reason.name(), stack.pool().drops().of(reason));
        }
        return tree;
    }

    private Map<String, Object> sockets() {
        try {
            return stack.onLoop(() -> {
                Map<String, Integer> tcp = new TreeMap<>();
                if (!stack.tcp().listeners().isEmpty()) {
                    tcp.put("LISTEN", stack.tcp().listeners().size());
                }
                stack.tcp().connectionInfos().forEach(info -> tcp.merge(info.state().name(), 1, Integer::sum));
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("tcp", tcp);
                tree.put("udp", stack.udp().all().size());
                return tree;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Integer> neighbors() {
        Map<String, Integer> tree = new TreeMap<>();
        for (NeighborEntry entry : stack.neighbors()) {
            tree.merge(entry.state().name(), 1, Integer::sum);
        }
        return tree;
    }

    private static List<Map<String, Object>> hooks(HooksInfo hooks) {
        List<Map<String, Object>> points = new ArrayList<>();
        for (PointInfo point : hooks.points()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("point", point.name());
            tree.put("handlers", point.handlers().stream().map(StackCounters::handler).toList());
            points.add(tree);
        }
        return points;
    }

    private static Map<String, Object> handler(HandlerHealth health) {
        HandlerInfo handler = health.handler();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("plugin", handler.plugin());
        tree.put("name", handler.name());
        tree.put("priority", handler.priority());
        tree.put("accepted", handler.accepted());
        tree.put("dropped", handler.dropped());
        tree.put("stolen", handler.stolen());
        tree.put("queued", handler.queued());
        tree.put("faults", handler.faults());
        tree.put("breaker", health.breaker().name());
        return tree;
    }
}
