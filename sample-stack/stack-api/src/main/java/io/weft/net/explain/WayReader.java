package io.weft.net.explain;

import io.weft.net.explain.PacketTrail.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a packet's way together from the entries of its trail.
final class WayReader {

    private static final String PASSES = "passes";
    private static final String QUEUED = "QUEUE";

    private final List<PacketWay.Passage> passages = new ArrayList<>();
    private final List<Fate> fates = new ArrayList<>();
    private List<TrailNote> notes = new ArrayList<>();
    private @Nullable Visit visit;

    /// The hook point where the packet is.
    private static final class Visit {
        private final String hook;
        private final List<TrailNote> before;
        private final PacketView arrival;
        private final List<PacketWay.Turn> turns = new ArrayList<>();
        private PacketView last;

        private Visit(Entry.Came came, List<TrailNote> before) {
            this.hook = came.hook();
            this.before = before;
            this.arrival = came.view();
            this.last = came.view();
        }
    }

    PacketWay read(List<Entry> entries) {
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.Came came -> {
                    leave("");
                    visit = new Visit(came, takeNotes());
                }
                case Entry.Turned turned -> turn(turned);
                case Entry.Left(String end) -> leave(end);
                case Entry.Noted(var note) -> notes.add(note.get());
                case Entry.Ended(Fate fate) -> fates.add(fate);
            }
        }
        leave("");
        if (fates.isEmpty() && !passages.isEmpty()) {
            heldAt(passages.getLast());
        }
        return new PacketWay(passages, fates, notes);
    }

    private List<TrailNote> takeNotes() {
        List<TrailNote> taken = notes;
        notes = new ArrayList<>();
        return taken;
    }

    private void turn(Entry.Turned turned) {
        Visit here = visit;
        if (here == null) {
            throw new IllegalStateException("a turn of " + turned.handler() + " outside of a hook point");
        }
        // who keeps the packet may have changed it, but it is not to be looked at any more
        PacketView now = turned.view() == null ? here.last : turned.view();
        here.turns.add(new PacketWay.Turn(turned.plugin(), turned.handler(), turned.priority(), turned.verdict(), turned.reason(),
                turned.took(), now.changesSince(here.last), takeNotes()));
        here.last = now;
    }

    private void leave(String end) {
        Visit here = visit;
        if (here != null) {
            passages.add(new PacketWay.Passage(here.hook, here.before, here.arrival, here.turns, end));
            visit = null;
        }
    }

    private void heldAt(PacketWay.Passage last) {
        if (!last.turns().isEmpty() && !last.end().equals(PASSES)) {
            PacketWay.Turn turn = last.turns().getLast();
            fates.add(new Fate.Held(turn.verdict().equals(QUEUED)
                    ? "queue " + turn.reason() : turn.plugin() + "/" + turn.handler() + " at " + last.hook()));
        }
    }
}
