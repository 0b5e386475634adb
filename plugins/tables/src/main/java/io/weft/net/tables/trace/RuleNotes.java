package io.weft.net.tables.trace;

import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleStep;
import io.weft.net.tables.RuleWatch;
import io.weft.net.tables.iptables.RuleText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the rules that an explained packet comes to on its trail.
public final class RuleNotes implements RuleWatch {

    /// The kind of the notes: a rule, or a chain's end, with the fields `table`, `chain`, `number`, `rule`, `matched` and, where a match
    /// said no, `missed`.
    static final String RULE = "rule";
    /// The kind of the note of what a rule's target decided, with the field `decision`.
    static final String DECIDED = "decided";

    @Override
    public void missed(Packet packet, RuleStep step, String what) {
        note(packet, step, what);
    }

    @Override
    public void matched(Packet packet, RuleStep step) {
        note(packet, step, null);
    }

    @Override
    public void decided(Packet packet, RuleStep step, String decision) {
        PacketTrail trail = packet.trail();
        if (trail != null) {
            trail.note(new TrailNote(DECIDED, decision, Map.of("decision", decision)));
        }
    }

    private static void note(Packet packet, RuleStep step, @Nullable String missed) {
        PacketTrail trail = packet.trail();
        if (trail == null) {
            return;
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("table", step.table());
        fields.put("chain", step.chain());
        fields.put("number", step.number());
        fields.put("rule", text(step));
        fields.put("matched", missed == null);
        if (missed != null) {
            fields.put("missed", missed);
        }
        trail.note(new TrailNote(RULE, text(step), fields));
    }

    /// Where a rule stands and what it says, in one line.
    static String placeAndText(RuleStep step) {
        return step.table() + " " + step.chain() + ":" + step.number() + "  " + text(step);
    }

    private static String text(RuleStep step) {
        if (step.rule() != null) {
            return RuleText.of(step.chain(), step.rule());
        }
        return step.builtIn() ? "-P " + step.chain() + " " + step.policy() : "end of chain, RETURN";
    }
}
