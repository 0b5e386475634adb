package io.weft.net.tables.trace;

import io.weft.net.PacketExplainer;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleStep;
import io.weft.net.tables.RuleWatch;
import io.weft.net.tables.iptables.RuleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the rules that a packet comes to in its journal, where it has one or somebody follows packets that are traced.
public final class RuleNotes implements RuleWatch {

    /// The kind of the notes: a rule, or a chain's end, with the fields `table`, `chain`, `number`, `rule`, `matched` and, where a match
    /// said no, `missed`.
    static final String RULE = "rule";
    /// The kind of the note of what a rule's target decided, with the field `decision`.
    static final String DECIDED = "decided";

    private final List<PacketExplainer> explainers;

    /// @param explainers begin journals of traced packets
    public RuleNotes(List<PacketExplainer> explainers) {
        this.explainers = List.copyOf(explainers);
    }

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
        PacketTrail before = packet.journal();
        PacketTrail journal = journal(packet, step);
        if (journal == null) {
            return;
        }
        if (before == null) {
            // it matched before its target made the packet a traced one
            journal.note(() -> rule(step, null));
        }
        journal.note(() -> new TrailNote(DECIDED, decision, Map.of("decision", decision)));
    }

    private void note(Packet packet, RuleStep step, @Nullable String missed) {
        PacketTrail journal = journal(packet, step);
        if (journal != null) {
            journal.note(() -> rule(step, missed));
        }
    }

    private @Nullable PacketTrail journal(Packet packet, RuleStep step) {
        PacketTrail journal = packet.journal();
        for (int i = 0; journal == null && i < explainers.size(); i++) {
            journal = explainers.get(i).journalOf(packet, step.hook());
        }
        return journal;
    }

    private static TrailNote rule(RuleStep step, @Nullable String missed) {
        String text = text(step);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("table", step.table());
        fields.put("chain", step.chain());
        fields.put("number", step.number());
        fields.put("rule", text);
        fields.put("matched", missed == null);
        if (missed != null) {
            fields.put("missed", missed);
        }
        return new TrailNote(RULE, text, fields);
    }

    private static String text(RuleStep step) {
        if (step.rule() != null) {
            return RuleText.of(step.chain(), step.rule());
        }
        return step.builtIn() ? "-P " + step.chain() + " " + step.policy() : "end of chain, RETURN";
    }
}
