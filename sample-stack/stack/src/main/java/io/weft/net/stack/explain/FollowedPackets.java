package io.weft.net.stack.explain;

import io.weft.hook.runtime.Following;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.spi.DispatchSlot;
import io.weft.net.explain.PacketFollowing;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Real packets whose ways are written down because somebody follows them. Where nobody does, it is asked nothing.
///
/// A way is told with the loop's next turn when an end was written on its trail, so that all pieces of a packet that was cut are on it.
/// One that has no end for long, since a queue or a handler has the packet, is told as it is then. Belongs to the loop thread; only
/// {@link #follow} and what it answers are called from others.
public final class FollowedPackets implements Following {

    /// As long as ARP asks for a neighbour, and a little longer.
    private static final long HELD_NS = 4_000_000_000L;
    private static final int MOST_UNDER_WAY = 256;

    private final HookTables hooks;
    private final DispatchSlot preRouting;
    private final DispatchSlot forward;
    private final DispatchSlot localOut;
    private final Timers timers;
    private final Executor nextTurn;
    private final Allowance allowance;
    private final List<FollowingSession> sessions = new CopyOnWriteArrayList<>();
    private final Set<FollowedPacket> underWay = new LinkedHashSet<>();
    private final Deque<FollowedPacket> ended = new ArrayDeque<>();
    private final Timer impatience = new Timer(this::tellHeld);
    /// A traced packet that nobody has room for, as long as it is in the tables that trace.
    private @Nullable Packet refused;
    /// Guarded by this.
    private @Nullable Lease lease;

    /// @param hooks with the packets' hook points
    /// @param nextTurn runs what it is given on the loop, in the turn after this one
    public FollowedPackets(HookTables hooks, Timers timers, Executor nextTurn) {
        this.hooks = hooks;
        this.preRouting = slot(hooks, PacketHooks.PRE_ROUTING);
        this.forward = slot(hooks, PacketHooks.FORWARD);
        this.localOut = slot(hooks, PacketHooks.LOCAL_OUT);
        this.timers = timers;
        this.nextTurn = nextTurn;
        this.allowance = new Allowance(timers);
    }

    private static DispatchSlot slot(HookTables hooks, String point) {
        return hooks.slot(point, Packet.class, "following packets");
    }

    // ---- who follows

    /// See {@link io.weft.net.PacketExplainer#follow}.
    public PacketFollowing follow(@Nullable Predicate<Packet> which, int most) {
        FollowingSession session = new FollowingSession(which, most, this::end);
        synchronized (this) {
            sessions.add(session);
            if (lease == null) {
                lease = hooks.follow(this);
            }
        }
        return session;
    }

    private void end(FollowingSession session) {
        synchronized (this) {
            if (sessions.remove(session) && sessions.isEmpty() && lease != null) {
                lease.close();
                lease = null;
            }
        }
        nextTurn.execute(() -> forget(session));
    }

    private void forget(FollowingSession session) {
        underWay.removeIf(packet -> packet.leave(session));
    }

    // ---- packets on their way

    @Override
    public boolean wants(String hook, Object subject) {
        Packet packet = (Packet) subject;
        PacketTrail journal = packet.journal();
        if (journal != null) {
            return !journal.isMadeUp() && !journal.isTaken();
        }
        if (packet.traced()) {
            if (packet != refused && mayWantLater(hook)) {
                return true;
            }
        } else if (packet == refused) {
            // another one in the same buffer
            refused = null;
        }
        if (isFirst(hook)) {
            for (FollowingSession session : sessions) {
                if (session.wants(packet)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Where real packets begin: what came in at PRE_ROUTING, this host's own at LOCAL_OUT. At a point without handlers nobody is asked.
    private boolean isFirst(String hook) {
        return switch (hook) {
            case PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_OUT -> true;
            case PacketHooks.FORWARD, PacketHooks.LOCAL_IN -> isEmpty(preRouting);
            default -> isEmpty(localOut) && isEmpty(preRouting) && isEmpty(forward);
        };
    }

    private static boolean isEmpty(DispatchSlot point) {
        return point.dispatcher() == null;
    }

    /// Where the table `raw` traces packets.
    @Override
    public boolean mayWantLater(String hook) {
        if (!hook.equals(PacketHooks.PRE_ROUTING) && !hook.equals(PacketHooks.LOCAL_OUT)) {
            return false;
        }
        for (FollowingSession session : sessions) {
            if (session.followsTraced()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Way enter(String hook, Object subject) {
        Packet packet = (Packet) subject;
        PacketTrail journal = packet.journal();
        if (journal == null) {
            FollowedPacket begun = begin(packet, hook);
            return begun == null ? null : new TrailWriter(begun.trail(), hook);
        }
        FollowedPacket begun = packet.traced() ? find(journal) : null;
        if (begun != null) {
            joinIfTraced(begun);
        }
        journal.came(hook, PacketLook.of(packet));
        return new TrailWriter(journal, hook);
    }

    /// A packet that is followed for another reason was traced on its way.
    private void joinIfTraced(FollowedPacket packet) {
        for (FollowingSession session : sessions) {
            if (session.followsTraced() && !packet.isToldTo(session)) {
                packet.join(session);
            }
        }
    }

    /// A packet is traced since the last turn.
    @Override
    public @Nullable Way enterLate(String hook, Object subject, List<String> before) {
        Packet packet = (Packet) subject;
        PacketTrail journal = packet.traced() ? journalOf(packet, hook) : null;
        FollowedPacket begun = journal == null ? null : find(journal);
        if (journal == null || begun == null || !begun.takeBegunInside(hook)) {
            return null;
        }
        if (!before.isEmpty()) {
            journal.note(() -> TrailNote.of("trace", "begins here; before, it was let through by " + String.join(", ", before)));
        }
        return new TrailWriter(journal, hook);
    }

    private @Nullable FollowedPacket find(PacketTrail journal) {
        for (FollowedPacket packet : underWay) {
            if (packet.trail() == journal) {
                return packet;
            }
        }
        return null;
    }

    /// See {@link io.weft.net.PacketExplainer#journalOf}.
    public @Nullable PacketTrail journalOf(Packet traced, String hook) {
        PacketTrail journal = traced.journal();
        if (journal != null) {
            return journal;
        }
        if (traced == refused || !mayWantLater(hook)) {
            return null;
        }
        FollowedPacket begun = begin(traced, hook);
        if (begun == null) {
            return null;
        }
        begun.begunInside(hook);
        return begun.trail();
    }

    private @Nullable FollowedPacket begin(Packet packet, String hook) {
        refused = null;
        FollowedPacket begun = new FollowedPacket(timers.nowNs(), this::hasEnded);
        for (FollowingSession session : sessions) {
            if (packet.traced() && session.followsTraced() || session.wants(packet)) {
                if (hasRoom(session)) {
                    begun.join(session);
                } else {
                    session.leaveOut();
                }
            }
        }
        if (!begun.isFollowed()) {
            refused = packet;
            return null;
        }
        begun.trail().came(hook, PacketLook.of(packet));
        packet.journal(begun.trail());
        underWay.add(begun);
        if (!impatience.isSet()) {
            timers.set(impatience, HELD_NS);
        }
        return begun;
    }

    private boolean hasRoom(FollowingSession session) {
        if (underWay.size() >= MOST_UNDER_WAY || !allowance.isLeft()) {
            return false;
        }
        int weight = 0;
        for (FollowedPacket packet : underWay) {
            weight += packet.trail().weight();
        }
        return session.hasRoom(weight);
    }

    // ---- the ends

    private void hasEnded(FollowedPacket packet) {
        if (ended.isEmpty()) {
            nextTurn.execute(this::tellEnded);
        }
        ended.add(packet);
    }

    private void tellEnded() {
        for (FollowedPacket packet = ended.poll(); packet != null; packet = ended.poll()) {
            // one that has more than one end is here more than once, and one whose end was taken back is under way again
            if (packet.trail().hasEnd() && underWay.remove(packet)) {
                tell(packet);
            }
        }
    }

    private void tellHeld() {
        Iterator<FollowedPacket> oldest = underWay.iterator();
        while (oldest.hasNext()) {
            FollowedPacket packet = oldest.next();
            long leftNs = packet.begunNs() + HELD_NS - timers.nowNs();
            if (leftNs > 0) {
                timers.set(impatience, leftNs);
                return;
            }
            oldest.remove();
            tell(packet);
        }
    }

    private void tell(FollowedPacket packet) {
        allowance.take(packet.trail().weight());
        packet.tell();
    }
}
