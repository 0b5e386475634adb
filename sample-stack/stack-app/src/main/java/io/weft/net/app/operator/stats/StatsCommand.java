package io.weft.net.app.operator.stats;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.app.operator.text.Json;
import io.weft.net.app.operator.text.TextTable;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.driver.DriverCounters;
import io.weft.net.packet.DropReason;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.device.NetDevice;
import java.util.List;
import java.util.Map;

/// The command `stats`: all counters of the running stack.
public final class StatsCommand implements Command {

    public static final String HELP = """
            Usage: weft stats [--json]

            Prints what the stack has counted since it started: packets and bytes of each NIC, dropped packets by reason (those
            that occurred; with --json all), what IP, ICMP, TCP and UDP counted by the names of nstat (likewise), sockets by state,
            neighbours, faults, plugins, and what each handler decided.
            'weft top' shows the same as rates.
            """;

    private static final int EXIT_USAGE = 2;

    private final NetStack stack;
    private final StackCounters counters;

    public StatsCommand(NetStack stack, PluginHost plugins) {
        this.stack = stack;
        this.counters = new StackCounters(stack, plugins);
    }

    @Override
    public String name() {
        return "stats";
    }

    @Override
    public String summary() {
        return "prints all counters (--json)";
    }

    @Override
    public int run(CommandCall call) {
        List<String> words = call.arguments();
        if (words.contains("--help") || words.contains("-h")) {
            call.out().print(HELP);
            return 0;
        }
        for (String word : words) {
            if (!word.equals("--json")) {
                call.err().println("weft stats: '" + word + "' is not understood; try 'weft stats --help'");
                return EXIT_USAGE;
            }
        }
        Map<String, Object> tree = counters.read();
        call.out().print(words.isEmpty() ? text(tree) : Json.of(tree, true));
        return 0;
    }

    private String text(Map<String, Object> tree) {
        StringBuilder text = new StringBuilder(devices().toString());
        TextTable drops = new TextTable("DROPPED", "REASON");
        for (DropReason reason : DropReason.values()) {
            long count = stack.pool().drops().of(reason);
            if (count > 0) {
                drops.add(count, reason + " (" + reason.text() + ")");
            }
        }
        text.append('\n').append(drops.isEmpty() ? "no packet was dropped\n" : drops);
        TextTable protocols = new TextTable("COUNT", "NAME");
        ((Map<?, ?>) tree.get("protocols")).forEach((name, count) -> {
            if (!count.equals(0L)) {
                protocols.add(count, name);
            }
        });
        text.append(protocols.isEmpty() ? "" : "\n" + protocols);
        for (String each : List.of("sockets", "neighbors", "routes", "faults")) {
            text.append(each.equals("sockets") ? "\n" : "").append(String.format("%-10s %s%n", each, plain(tree.get(each))));
        }
        return text.append('\n').append(stack.hooks().describe().toText()).toString();
    }

    private TextTable devices() {
        TextTable table = new TextTable("NIC", "RX-PACKETS", "RX-BYTES", "RX-DROP", "RX-ERR", "TX-PACKETS", "TX-BYTES", "TX-DROP", "TX-ERR");
        for (NetDevice device : stack.devices()) {
            DriverCounters moved = device.counters();
            table.add(device.name(), moved.rxPackets(), moved.rxBytes(), moved.rxDropped(), moved.rxErrors(), moved.txPackets(),
                    moved.txBytes(), moved.txDropped(), moved.txErrors());
        }
        return table;
    }

    /// `ESTABLISHED 3, LISTEN 1`.
    private static String plain(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return String.valueOf(value);
        }
        List<String> parts = map.entrySet().stream()
                .map(entry -> entry.getValue() instanceof Map<?, ?> inner ? entry.getKey() + ": " + plain(inner)
                        : entry.getKey() + " " + entry.getValue())
                .toList();
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }
}
