package io.weft.net.stack.explain;

import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketTrail.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A real packet on its way, and who is to be told of it. Belongs to the loop thread.
final class FollowedPacket {

    private record Reader(FollowingSession session, int number) { }

    private final long begunNs;
    private final PacketTrail trail;
    private final List<Reader> readers = new ArrayList<>();
    /// Where a rule has begun it, and the turn in which that was has not been told; else null.
    private @Nullable String begunInside;

    /// @param onEnd told of each end
    FollowedPacket(long begunNs, Consumer<FollowedPacket> onEnd) {
        this.begunNs = begunNs;
        this.trail = PacketTrail.ofReal(() -> onEnd.accept(this));
    }

    long begunNs() {
        return begunNs;
    }

    PacketTrail trail() {
        return trail;
    }

    void begunInside(String hook) {
        begunInside = hook;
    }

    /// Whether a rule at this hook point has begun it in the turn that is told next. Asked once.
    boolean takeBegunInside(String hook) {
        boolean inside = hook.equals(begunInside);
        begunInside = null;
        return inside;
    }

    void join(FollowingSession session) {
        readers.add(new Reader(session, session.begin()));
    }

    boolean isToldTo(FollowingSession session) {
        return readers.stream().anyMatch(reader -> reader.session == session);
    }

    boolean isFollowed() {
        return !readers.isEmpty();
    }

    /// Somebody does not want to be told any more.
    ///
    /// @return whether nobody is left
    boolean leave(FollowingSession session) {
        readers.removeIf(reader -> reader.session == session);
        if (readers.isEmpty()) {
            trail.take();
        }
        return readers.isEmpty();
    }

    /// Closes the trail and hands over what stands on it.
    void tell() {
        int weight = trail.weight();
        List<Entry> entries = trail.take();
        readers.forEach(reader -> reader.session.add(reader.number, entries, weight));
    }
}
