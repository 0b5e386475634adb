package io.weft.net.stack.ip;

import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A datagram of which some fragments have come, Linux's `ipq`.
///
/// The packet that came first gives its buffer: every packet has room for the largest datagram, so payload is copied to its place there
/// and the other packets go back to the pool at once. A waiting datagram thus costs one packet, however many fragments it is in, and what
/// comes out is contiguous. The price is one copy of each later payload, which a chain of buffers would put off and not save.
final class PartialDatagram {

    /// The longest payload that can ever be whole: 65,535 bytes less the shortest header.
    static final int MAX_PAYLOAD = 65_535 - Ipv4Header.MIN_LENGTH;

    /// Ethernet with a VLAN tag; so much further behind the front the largest datagram still fits.
    private static final int LINK_HEADER_AT_MOST = 18;
    private static final int NOT_ECT = 1;
    private static final int CE = 0b11;
    private static final int INVALID_ECN = -1;

    // what the datagram is known by; the table's links
    int source;
    int destination;
    int protocolAndId;
    long expiresNs;
    @Nullable PartialDatagram nextInBucket;
    @Nullable PartialDatagram older;
    @Nullable PartialDatagram younger;

    private final FragmentRuns runs = new FragmentRuns();
    private final FragmentStarts starts = new FragmentStarts();
    /// With `head` at the datagram's payload and `tail` behind the last byte that came; the first fragment's header stands before it.
    private @Nullable Packet buffer;
    private int payloadLength;
    private boolean lastIsIn;
    private int gotBytes;
    private int chargedBytes;
    private int headerLength;
    private int firstPayloadLength;
    private int largestBytes;
    private int largestWithDfBytes;
    private int ecnSeen;

    void clear() {
        runs.clear();
        starts.clear();
        buffer = null;
        payloadLength = 0;
        lastIsIn = false;
        gotBytes = 0;
        chargedBytes = 0;
        headerLength = 0;
        firstPayloadLength = 0;
        largestBytes = 0;
        largestWithDfBytes = 0;
        ecnSeen = 0;
    }

    /// What it counts against the memory limit.
    int chargedBytes() {
        return chargedBytes;
    }

    boolean firstIsIn() {
        return headerLength != 0;
    }

    boolean isComplete() {
        return firstIsIn() && lastIsIn && gotBytes == payloadLength;
    }

    /// Notes what this fragment says about the datagram's length.
    ///
    /// @return false when that contradicts another fragment, or no datagram can be that long
    boolean agreesOnLength(int end, boolean last) {
        if (end > MAX_PAYLOAD) {
            return false;
        }
        if (last) {
            if (end < payloadLength || lastIsIn && end != payloadLength) {
                return false;
            }
            lastIsIn = true;
            payloadLength = end;
        } else if (end > payloadLength) {
            if (lastIsIn) {
                return false;
            }
            payloadLength = end;
        }
        return true;
    }

    FragmentRuns.Fit fit(int start, int end) {
        return runs.add(start, end);
    }

    /// Takes over a fragment that fits.
    ///
    /// @return the bytes it is charged for
    int take(Packet fragment, int offset, int length) {
        Ipv4Header ip = fragment.ip();
        int itsHeaderLength = ip.headerLength();
        int itsBytes = itsHeaderLength + length;
        largestBytes = Math.max(largestBytes, itsBytes);
        if (ip.dontFragment()) {
            largestWithDfBytes = Math.max(largestWithDfBytes, itsBytes);
        }
        ecnSeen |= 1 << (ip.tos() & CE);
        starts.add(offset);
        gotBytes += length;
        int charged = fragment.length();
        chargedBytes += charged;
        if (offset == 0) {
            headerLength = itsHeaderLength;
            firstPayloadLength = length;
        }
        if (buffer == null) {
            settleIn(fragment, itsHeaderLength, offset, length);
        } else {
            copyIn(buffer, fragment, itsHeaderLength, offset, length);
        }
        return charged;
    }

    private void settleIn(Packet fragment, int itsHeaderLength, int offset, int length) {
        fragment.trim(itsHeaderLength + length);
        moveToFront(fragment);
        fragment.pull(itsHeaderLength);
        fragment.put(offset);
        if (offset > 0) {
            fragment.copyFrom(offset, fragment, 0, length);
        }
        buffer = fragment;
    }

    /// A fragment that this host cut may lie anywhere in its buffer, and one that came with a link header lies a little behind the front.
    private static void moveToFront(Packet packet) {
        int length = packet.length();
        int by = packet.headroom() - PacketPool.HEADROOM;
        if (by > LINK_HEADER_AT_MOST) {
            packet.push(by);
            packet.copyFrom(0, packet, by, length);
            packet.trim(length);
            packet.markNetworkHeader();
        } else if (by < 0) {
            packet.put(-by);
            packet.copyFrom(-by, packet, 0, length);
            packet.pull(-by);
            packet.markNetworkHeader();
        }
    }

    private void copyIn(Packet into, Packet fragment, int itsHeaderLength, int offset, int length) {
        into.put(Math.max(0, offset + length - into.length()));
        into.copyFrom(offset, fragment, itsHeaderLength, length);
        if (offset == 0) {
            into.push(itsHeaderLength);
            into.copyFrom(0, fragment, 0, itsHeaderLength);
            into.pull(itsHeaderLength);
            into.copyMetadata(fragment);
        }
        into.in(fragment.in());
        into.receivedNs(fragment.receivedNs());
        fragment.release();
    }

    /// The first fragment as it came, given away, for the sender to be told. Only when it is in.
    Packet firstFragment() {
        Packet first = giveBuffer();
        first.trim(firstPayloadLength);
        beginAtHeader(first);
        return first;
    }

    /// What there is, given away, to be dropped.
    @Nullable Packet remains() {
        return buffer;
    }

    /// The whole datagram, given away, or null when it may not be: too long with its header, or with ECN marks that no sender makes.
    @Nullable Packet whole() {
        int ecn = ecnOfWhole();
        if (ecn == INVALID_ECN || headerLength + payloadLength > 65_535) {
            return null;
        }
        Packet whole = giveBuffer();
        beginAtHeader(whole);
        whole.fragmentMaxSize(largestBytes);
        whole.fragmentLengths(starts.lengths(payloadLength));
        Ipv4Header ip = whole.ip();
        ip.totalLength(whole.length());
        ip.tos(ip.tos() | ecn);
        // as in Linux's ip_frag_reasm (IPSKB_FRAG_PMTU): DF lives on if the largest fragment had it, for its sender probes the path
        ip.fragment(largestWithDfBytes == largestBytes, false, 0);
        ip.computeChecksum();
        return whole;
    }

    private void beginAtHeader(Packet packet) {
        packet.push(headerLength);
        packet.markNetworkHeader();
        packet.markTransportHeader(headerLength);
        packet.checksum(ChecksumState.UNCHECKED);
    }

    private Packet giveBuffer() {
        Packet given = Objects.requireNonNull(buffer);
        buffer = null;
        return given;
    }

    /// RFC 3168 §5.3: one marked fragment marks the datagram; not-ECT beside anything else is a lie.
    private int ecnOfWhole() {
        if (Integer.bitCount(ecnSeen) == 1) {
            return 0;
        }
        if ((ecnSeen & NOT_ECT) != 0) {
            return INVALID_ECN;
        }
        return (ecnSeen & 1 << CE) != 0 ? CE : 0;
    }
}
