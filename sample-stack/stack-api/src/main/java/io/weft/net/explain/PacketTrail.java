package io.weft.net.explain;

import java.util.ArrayList;
import java.util.List;

/// What is written down of one packet on its way. A packet that bears one is made up: whoever would send it, deliver it, answer it or
/// remember it writes so here and does not do it.
///
/// Belongs to the loop thread.
public final class PacketTrail {

    /// What stands on a trail, in the order in which it happened.
    public sealed interface Entry {

        /// What the packet looked like when it came to a hook point, or after a handler's turn.
        record Seen(PacketView view) implements Entry { }

        record Noted(TrailNote note) implements Entry { }

        record Ended(Fate fate) implements Entry { }
    }

    private final List<Entry> entries = new ArrayList<>();

    public void seen(PacketView view) {
        entries.add(new Entry.Seen(view));
    }

    public void note(TrailNote note) {
        entries.add(new Entry.Noted(note));
    }

    /// An answer that would be sent about the packet, in words.
    public void answer(String text) {
        note(TrailNote.of("answer", text));
    }

    /// A packet that would be cut has several.
    public void end(Fate fate) {
        entries.add(new Entry.Ended(fate));
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
