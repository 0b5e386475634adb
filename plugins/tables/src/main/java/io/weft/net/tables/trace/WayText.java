package io.weft.net.tables.trace;

import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketWay;
import io.weft.net.explain.TrailNote;
import io.weft.net.tables.extension.ProtocolNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A packet's way in words, or as a tree for JSON, be the packet made up or a real one.
final class WayText {

    /// As many rules on end that do not match are shown; of more only how many they were.
    private static final int MOST_MISSES = 12;
    private static final String INDENT = " ".repeat(9);

    private final String packet;
    private final String device;
    private final boolean all;
    private final PacketWay way;
    private final StringBuilder text = new StringBuilder();

    /// @param packet in one line
    /// @param device by which it came in; empty for one of this host
    /// @param all rules that do not match are not left out, however many there are
    private WayText(String packet, String device, boolean all, PacketWay way) {
        this.packet = packet;
        this.device = device;
        this.all = all;
        this.way = way;
    }

    static WayText ofMadeUp(TraceOptions asked, PacketWay way) {
        return new WayText(asked.packet().text(), asked.device(), asked.all(), way);
    }

    /// Of a packet that is as it was where it was first seen.
    static WayText ofReal(PacketWay way, boolean all) {
        Map<String, String> first = way.passages().isEmpty() ? Map.of() : way.passages().getFirst().view().fields();
        return new WayText(describe(first), first.getOrDefault("in", ""), all, way);
    }

    private static String describe(Map<String, String> fields) {
        String protocol = fields.getOrDefault("protocol", "0");
        String icmp = fields.get("icmp");
        String what = icmp == null ? fields.containsKey("flags") ? " " + fields.get("flags") : ""
                : " type " + icmp.replace("/", " code ");
        return ProtocolNames.nameOf(Integer.parseInt(protocol)) + " " + fields.get("source") + " → " + fields.get("destination") + what
                + ", " + fields.get("length") + " bytes, ttl " + fields.get("ttl");
    }

    String words() {
        text.append(packet).append(device.isEmpty() ? "" : ", in by " + device).append("\n");
        for (PacketWay.Passage passage : way.passages()) {
            notes(passage.before());
            String route = passage.view().fields().get("route");
            text.append("\n● ").append(passage.hook()).append(route == null ? "" : "   route " + route).append('\n');
            passage.turns().forEach(this::turn);
        }
        text.append('\n');
        notes(way.remarks());
        fates().forEach(fate -> text.append(fate).append('\n'));
        return text.toString();
    }

    private void turn(PacketWay.Turn turn) {
        text.append(String.format("%6s  %s/%s  %s", priority(turn.priority()), turn.plugin(), turn.handler(), turn.verdict()));
        if (turn.reason() != null) {
            text.append(" (").append(turn.reason()).append(')');
        }
        text.append("  ").append(TimeUnit.NANOSECONDS.toMicros(turn.took().toNanos())).append(" µs\n");
        notes(turn.notes());
        turn.changes().forEach((field, change) -> text.append(INDENT).append("→ ").append(field).append(' ').append(change).append('\n'));
    }

    private static String priority(int priority) {
        return switch (priority) {
            case Integer.MIN_VALUE -> "first";
            case Integer.MAX_VALUE -> "last";
            default -> Integer.toString(priority);
        };
    }

    private void notes(List<TrailNote> notes) {
        for (int i = 0; i < notes.size(); i++) {
            int misses = all ? 0 : missesFrom(notes, i);
            if (misses > MOST_MISSES) {
                text.append(INDENT).append("… ").append(misses).append(" rules that do not match (--all shows them)\n");
                i += misses - 1;
            } else {
                note(notes.get(i));
            }
        }
    }

    private static int missesFrom(List<TrailNote> notes, int from) {
        int at = from;
        while (at < notes.size() && notes.get(at).kind().equals(RuleNotes.RULE) && notes.get(at).fields().containsKey("missed")) {
            at++;
        }
        return at - from;
    }

    private void note(TrailNote note) {
        text.append(INDENT);
        switch (note.kind()) {
            case RuleNotes.RULE -> {
                Map<String, Object> fields = note.fields();
                Object missed = fields.get("missed");
                text.append(missed == null ? "✓ " : "✗ ").append(fields.get("table")).append(' ').append(fields.get("chain")).append(':')
                        .append(fields.get("number")).append("  ").append(note.text())
                        .append(missed == null ? "" : "   not: " + missed);
            }
            case RuleNotes.DECIDED -> text.append("    target says ").append(note.text());
            default -> text.append("! ").append(note.kind()).append(": ").append(note.text());
        }
        text.append('\n');
    }

    private List<String> fates() {
        if (way.fates().isEmpty()) {
            return List.of("= it is not known what became of it");
        }
        var lines = new ArrayList<String>();
        way.fates().stream().collect(Collectors.groupingBy(this::text, LinkedHashMap::new, Collectors.counting()))
                .forEach((fate, times) -> lines.add("= " + fate + (times > 1 ? " (" + times + " times)" : "")));
        return lines;
    }

    /// A packet that a handler dropped has a reason that names the handler.
    private String text(Fate fate) {
        if (fate instanceof Fate.Dropped(String reason, String _) && reason.equals("HOOK") && !way.passages().isEmpty()) {
            PacketWay.Passage last = way.passages().getLast();
            if (!last.turns().isEmpty()) {
                PacketWay.Turn turn = last.turns().getLast();
                return "dropped at " + last.hook() + " by " + turn.plugin() + "/" + turn.handler()
                        + (turn.reason() == null ? "" : ": " + turn.reason());
            }
        }
        return fate.text();
    }

    /// The same for programs.
    Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("packet", packet);
        tree.put("in", device);
        tree.put("passages", way.passages().stream().map(WayText::tree).toList());
        tree.put("remarks", way.remarks().stream().map(WayText::tree).toList());
        tree.put("fates", way.fates().stream().map(this::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(PacketWay.Passage passage) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("hook", passage.hook());
        tree.put("before", passage.before().stream().map(WayText::tree).toList());
        tree.put("packet", passage.view().fields());
        tree.put("turns", passage.turns().stream().map(WayText::tree).toList());
        tree.put("end", passage.end());
        return tree;
    }

    private static Map<String, Object> tree(PacketWay.Turn turn) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("plugin", turn.plugin());
        tree.put("handler", turn.handler());
        tree.put("priority", turn.priority());
        tree.put("verdict", turn.verdict());
        if (turn.reason() != null) {
            tree.put("reason", turn.reason());
        }
        tree.put("nanoseconds", turn.took().toNanos());
        tree.put("changes", turn.changes());
        tree.put("notes", turn.notes().stream().map(WayText::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(TrailNote note) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("kind", note.kind());
        if (note.fields().isEmpty()) {
            tree.put("text", note.text());
        }
        tree.putAll(note.fields());
        return tree;
    }

    private Map<String, Object> tree(Fate fate) {
        var tree = new LinkedHashMap<String, Object>();
        switch (fate) {
            case Fate.Sent sent -> {
                tree.put("kind", "sent");
                tree.put("device", sent.device());
                tree.put("nextHop", sent.nextHop());
                tree.put("length", sent.length());
            }
            case Fate.Delivered delivered -> {
                tree.put("kind", "delivered");
                tree.put("to", delivered.to());
            }
            case Fate.Dropped dropped -> {
                tree.put("kind", "dropped");
                tree.put("reason", dropped.reason());
            }
            case Fate.Held held -> {
                tree.put("kind", "held");
                tree.put("by", held.by());
            }
        }
        tree.put("text", text(fate));
        return tree;
    }
}
