package io.weft.net.testkit.network;

import io.weft.net.packet.DropReason;
import io.weft.net.stack.NetStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A network as text.
///
///     client eth0 192.168.1.1 ──── 192.168.1.2 eth0 nat     20 ms, loss 1 %   8 frames, 1 lost
///     nat    eth1 203.0.113.1 ─╳── 203.0.113.2 eth0 server                    2 frames, 3 lost
final class Drawing {

    private static final String MARGIN = "    ";

    private Drawing() { }

    static String of(Network network) {
        StringBuilder text = new StringBuilder();
        text.append("The network after ").append(seconds(network.now()))
                .append(network.clock() == NetworkClock.VIRTUAL ? " of virtual time" : "")
                .append(", seed ").append(network.seed()).append(" (again with -Dweft.seed=").append(network.seed()).append("):\n");
        table(network.links().stream().map(Drawing::row).toList()).forEach(line -> text.append(MARGIN).append(line).append('\n'));
        for (Host host : network.hosts()) {
            String facts = facts(host);
            if (!facts.isEmpty()) {
                text.append(MARGIN).append(host.name()).append(' ').append(facts).append('\n');
            }
            host.rules().forEach(rule -> text.append(MARGIN).append(MARGIN).append(rule).append('\n'));
        }
        return text.toString();
    }

    private static List<String> row(Link link) {
        LinkEnd left = link.left();
        LinkEnd right = link.right();
        return List.of(left.host().name(), left.device(), link.address(left.host()), link.isCut() ? "─╳──" : "────",
                link.address(right.host()), right.device(), right.host().name(), "  " + link.quality(),
                "  " + link.carried() + " frames" + (link.lost() > 0 ? ", " + link.lost() + " lost" : ""));
    }

    private static List<String> table(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
                line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 1));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String facts(Host host) {
        List<String> facts = new ArrayList<>();
        if (host.isRouter()) {
            facts.add("forwards");
        }
        if (!host.pluginNames().isEmpty()) {
            facts.add("runs " + String.join(", ", host.pluginNames()));
        }
        NetStack stack = host.running();
        if (stack != null) {
            if (stack.pool().drops().total() > 0) {
                facts.add("dropped " + drops(stack));
            }
            if (stack.faults() > 0) {
                facts.add("had " + stack.faults() + " faults, which the log names");
            }
        }
        return String.join("; ", facts);
    }

    private static String drops(NetStack stack) {
        return Arrays.stream(DropReason.values()).filter(reason -> stack.pool().drops().of(reason) > 0)
                .map(reason -> stack.pool().drops().of(reason) + " " + reason).collect(Collectors.joining(", "));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%d.%03d s", time.toSeconds(), time.toMillisPart());
    }
}
