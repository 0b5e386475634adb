package io.weft.net.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is written down of one packet on its way. Of a made-up packet, whoever would send it, deliver it, answer it or remember it writes so
/// here and does not do it; of a real one it is written besides.
///
/// Belongs to the loop thread until it is taken.
public final class PacketTrail {

    /// What stands on a trail, in the order in which it happened.
    public sealed interface Entry {

        /// It came to a hook point, or goes on there.
        record Came(String hook, PacketView view) implements Entry { }

        /// A handler had its turn.
        ///
        /// @param view of the packet afterwards; null when the handler keeps it
        record Turned(
                String plugin, String handler, int priority, String verdict, @Nullable String reason, Duration took,
                @Nullable PacketView view) implements Entry { }

        /// It left the hook point.
        ///
        /// @param end `passes`, or the verdict that stopped it
        record Left(String end) implements Entry { }

        /// @param note made when somebody reads it
        record Noted(Supplier<TrailNote> note) implements Entry { }

        record Ended(Fate fate) implements Entry { }
    }

    /// The most of a real packet's notes that are kept.
    private static final int MOST_ENTRIES = 16_384;
    /// A view takes about the room, and the time, of so many notes.
    private static final int VIEW_WEIGHT = 16;

    private final boolean madeUp;
    private final Runnable onEnd;
    private List<Entry> entries = new ArrayList<>();
    private boolean taken;
    private int views;
    private int ends;
    private int leftOut;

    /// Of a made-up packet.
    public PacketTrail() {
        this(true, () -> { });
    }

    private PacketTrail(boolean madeUp, Runnable onEnd) {
        this.madeUp = madeUp;
        this.onEnd = onEnd;
    }

    /// Of a real packet.
    ///
    /// @param onEnd told of each end, which need not be the last one
    public static PacketTrail ofReal(Runnable onEnd) {
        return new PacketTrail(false, onEnd);
    }

    public boolean isMadeUp() {
        return madeUp;
    }

    /// The packet comes to a hook point.
    public void came(String hook, PacketView view) {
        views++;
        add(new Entry.Came(hook, view));
    }

    public void turned(Entry.Turned turn) {
        views++;
        add(turn);
    }

    public void left(String end) {
        add(new Entry.Left(end));
    }

    public void note(TrailNote note) {
        note(() -> note);
    }

    /// A note that is only made when somebody reads it, on another thread: for what costs time.
    public void note(Supplier<TrailNote> note) {
        if (madeUp || entries.size() < MOST_ENTRIES) {
            add(new Entry.Noted(note));
        } else {
            leftOut++;
        }
    }

    /// An answer that is sent about the packet, or would be, in words.
    public void answer(String text) {
        note(TrailNote.of("answer", text));
    }

    /// A packet that is cut has several. Where a real packet that seemed to be sent is dropped further down, that is its end.
    public void end(Fate fate) {
        if (taken) {
            return;
        }
        if (!madeUp && fate instanceof Fate.Dropped) {
            retract();
        }
        add(new Entry.Ended(fate));
        ends++;
        onEnd.run();
    }

    /// What seemed to be sent is not on its way yet.
    public void retract() {
        for (int i = entries.size() - 1; i >= 0 && !(entries.get(i) instanceof Entry.Left); i--) {
            if (entries.get(i) instanceof Entry.Ended(Fate.Sent _)) {
                entries.remove(i);
                ends--;
                return;
            }
        }
    }

    private void add(Entry entry) {
        if (!taken) {
            entries.add(entry);
        }
    }

    /// Whether it ended, as far as is known.
    public boolean hasEnd() {
        return ends > 0;
    }

    /// How much it holds: one for each note, and more for what takes more room.
    public int weight() {
        return entries.size() + (VIEW_WEIGHT - 1) * views;
    }

    /// Whether it is closed: nothing is written here any more.
    public boolean isTaken() {
        return taken;
    }

    /// Takes out what stands here, and closes the trail: the packet's buffer may still refer to it, and must not keep what plugins wrote.
    public List<Entry> take() {
        if (leftOut > 0) {
            int missing = leftOut;
            entries.add(new Entry.Noted(() -> TrailNote.of("trace", missing + " more notes were left out")));
        }
        List<Entry> all = entries;
        entries = List.of();
        taken = true;
        return all;
    }
}
