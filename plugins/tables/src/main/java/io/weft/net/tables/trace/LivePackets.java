package io.weft.net.tables.trace;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleStep;
import io.weft.net.tables.RuleWatch;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.rule.Action;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The rules that live packets with `-j TRACE` come to, as lines for one caller. Who reads too slowly loses lines.
///
/// Only `raw` marks packets, so a packet begins where it is met in that table: a packet that comes back there is another one.
final class LivePackets implements RuleWatch {

    private static final int MOST_WAITING = 16_384;
    private static final String MARKING_TABLE = "raw";
    private static final int PORTS_LENGTH = 4;

    private final int most;
    private final boolean all;
    // by the packet, as long as it is not another one
    private final Map<Packet, Integer> numbers = new IdentityHashMap<>();
    // the packet that is in the marking table now
    private @Nullable Packet beginning;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_WAITING);

    /// @param most so many packets are told
    /// @param all rules that do not match are told too
    LivePackets(int most, boolean all) {
        this.most = most;
        this.all = all;
    }

    @Override
    public void missed(Packet packet, RuleStep step, String what) {
        Integer number = numberOf(packet, step);
        if (number != null && all) {
            tell(number, "  ✗ " + RuleNotes.placeAndText(step) + "   not: " + what);
        }
    }

    @Override
    public void matched(Packet packet, RuleStep step) {
        Integer number = numberOf(packet, step);
        if (number != null) {
            tell(number, "  ✓ " + RuleNotes.placeAndText(step));
        }
        boolean over = step.rule() == null ? step.builtIn() : step.rule().action() instanceof Action.Say;
        if (over) {
            beginning = null;
        }
    }

    @Override
    public void decided(Packet packet, RuleStep step, String decision) {
        Integer number = numberOf(packet, step);
        if (number != null) {
            tell(number, "      target says " + decision);
        }
    }

    private @Nullable Integer numberOf(Packet packet, RuleStep step) {
        if (packet.trail() != null) {
            return null;
        }
        if (!step.table().equals(MARKING_TABLE)) {
            beginning = null;
        } else if (packet != beginning) {
            beginning = packet;
            numbers.remove(packet);
            if (begun.get() < most) {
                int number = begun.incrementAndGet();
                numbers.put(packet, number);
                tell(number, describe(packet));
            }
        }
        return numbers.get(packet);
    }

    private void tell(int number, String line) {
        if (!lines.offer(number + " " + line + "\n")) {
            lost.incrementAndGet();
        }
    }

    private static String describe(Packet packet) {
        Ipv4Header ip = packet.ip();
        boolean ported = ip.fragmentOffset() == 0 && packet.transportLength() >= PORTS_LENGTH
                && (ip.protocol() == Ipv4Header.PROTOCOL_TCP || ip.protocol() == Ipv4Header.PROTOCOL_UDP);
        var in = packet.in();
        return ProtocolNames.nameOf(ip.protocol()) + " " + Ipv4.format(ip.source()) + (ported ? ":" + packet.udp().sourcePort() : "")
                + " → " + Ipv4.format(ip.destination()) + (ported ? ":" + packet.udp().destinationPort() : "")
                + ", " + ip.totalLength() + " bytes, ttl " + ip.ttl() + (in == null ? ", of this host" : ", in by " + in.name());
    }

    /// The next line, or null when none came in time.
    @Nullable String next(long waitMs) throws InterruptedException {
        return lines.poll(waitMs, TimeUnit.MILLISECONDS);
    }

    /// How many packets have begun.
    int count() {
        return begun.get();
    }

    /// Whether all packets have begun that are to be told.
    boolean isFull() {
        return begun.get() >= most;
    }

    /// How many lines were lost since this was asked.
    int takeLost() {
        return lost.getAndSet(0);
    }
}
