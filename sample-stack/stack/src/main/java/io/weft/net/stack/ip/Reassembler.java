package io.weft.net.stack.ip;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import org.jspecify.annotations.Nullable;

/// Puts fragments together (RFC 791 §3.2, RFC 815), Linux's `ip_defrag`. Belongs to the loop thread.
///
/// It keeps to what Linux does since 4.19, which is stricter than RFC 791: fragments that overlap end the whole datagram (RFC 5722 §3),
/// exact repetitions alone are forgiven; fragments that contradict each other on the datagram's length end it too. When memory runs out
/// no older datagram is evicted, but new fragments are refused until time-outs have made room. The kernel's `ipfrag_max_dist` is not
/// kept to: it guesses at lost fragments by counting other datagrams.
public final class Reassembler {

    private final ReassemblyLimits limits;
    private final ReassemblyTimeout timeout;
    private final PartialDatagrams waiting;
    private final IpCounters counters;
    private long waitingBytes;

    /// @param timeout is told of datagrams that did not become whole in time
    Reassembler(ReassemblyLimits limits, ReassemblyTimeout timeout, IpCounters counters) {
        this.limits = limits;
        this.timeout = timeout;
        this.counters = counters;
        this.waiting = new PartialDatagrams(limits.datagrams());
    }

    /// Takes a fragment and answers the whole datagram if this was the last that it lacked.
    ///
    /// The whole has the first fragment's header, options included, made right for the whole; {@link Packet#fragmentMaxSize} says how
    /// large its largest fragment was, and DF is set if that one had it. `in` and `receivedNs` are those of the fragment that came last.
    ///
    /// @param fragment a checked IP packet of which {@link Ipv4Header#isFragment} is true, `head` at the IP header; consumed
    public @Nullable Packet add(Packet fragment, long nowNs) {
        counters.count(IpCounter.REASM_REQDS);
        expire(nowNs);
        if (waitingBytes > limits.bytes()) {
            return refuse(fragment);
        }
        Ipv4Header ip = fragment.ip();
        @Nullable PartialDatagram datagram = waiting.find(ip);
        if (datagram == null) {
            if (waiting.size() >= limits.datagrams()) {
                return refuse(fragment);
            }
            datagram = waiting.add(ip, nowNs + limits.timeoutNs());
        }
        return add(datagram, fragment, ip);
    }

    private @Nullable Packet refuse(Packet fragment) {
        counters.count(IpCounter.REASM_FAILS);
        fragment.drop(DropReason.FRAGMENT_MEMORY);
        return null;
    }

    private @Nullable Packet add(PartialDatagram datagram, Packet fragment, Ipv4Header ip) {
        int offset = ip.fragmentOffset();
        int end = offset + fragment.length() - ip.headerLength();
        boolean last = !ip.moreFragments();
        if (!last) {
            // only the last one's length is free; like Linux, be content with the eights that are there
            end &= ~7;
        }
        if (end == offset || !datagram.agreesOnLength(end, last)) {
            discard(datagram, fragment, DropReason.FRAGMENT_MALFORMED);
            return null;
        }
        switch (datagram.fit(offset, end)) {
            case DUPLICATE -> fragment.drop(DropReason.FRAGMENT_DUPLICATE);
            case OVERLAP -> {
                counters.count(IpCounter.REASM_OVERLAPS);
                discard(datagram, fragment, DropReason.FRAGMENT_OVERLAP);
            }
            case NEW -> {
                waitingBytes += datagram.take(fragment, offset, end - offset);
                return datagram.isComplete() ? complete(datagram) : null;
            }
        }
        return null;
    }

    private @Nullable Packet complete(PartialDatagram datagram) {
        @Nullable Packet whole = datagram.whole();
        if (whole == null) {
            discard(datagram, DropReason.FRAGMENT_MALFORMED);
        } else {
            counters.count(IpCounter.REASM_OKS);
            forget(datagram);
        }
        return whole;
    }

    /// Ends the datagrams whose time is over. {@link #add} does so too; this is for the times when none comes.
    public void expire(long nowNs) {
        @Nullable PartialDatagram datagram = waiting.oldest();
        while (datagram != null && nowNs - datagram.expiresNs >= 0) {
            counters.count(IpCounter.REASM_TIMEOUT);
            if (datagram.firstIsIn()) {
                counters.count(IpCounter.REASM_FAILS);
                Packet first = datagram.firstFragment();
                forget(datagram);
                timeout.expired(first);
                first.drop(DropReason.FRAGMENT_TIMEOUT);
            } else {
                discard(datagram, DropReason.FRAGMENT_TIMEOUT);
            }
            datagram = waiting.oldest();
        }
    }

    /// When {@link #expire} will next have something to do, or {@link Long#MAX_VALUE}.
    public long nextExpiryNs() {
        @Nullable PartialDatagram datagram = waiting.oldest();
        return datagram == null ? Long.MAX_VALUE : datagram.expiresNs;
    }

    /// How many datagrams are incomplete.
    public int waiting() {
        return waiting.size();
    }

    /// The bytes of their fragments, headers included.
    public long waitingBytes() {
        return waitingBytes;
    }

    /// Drops all that waits, telling nobody.
    public void drop(DropReason reason) {
        for (@Nullable PartialDatagram one = waiting.oldest(); one != null; one = waiting.oldest()) {
            discard(one, reason);
        }
    }

    private void discard(PartialDatagram datagram, Packet fragment, DropReason reason) {
        discard(datagram, reason);
        fragment.drop(reason);
    }

    private void discard(PartialDatagram datagram, DropReason reason) {
        counters.count(IpCounter.REASM_FAILS);
        @Nullable Packet remains = datagram.remains();
        forget(datagram);
        if (remains != null) {
            remains.drop(reason);
        }
    }

    private void forget(PartialDatagram datagram) {
        waitingBytes -= datagram.chargedBytes();
        waiting.remove(datagram);
    }
}
