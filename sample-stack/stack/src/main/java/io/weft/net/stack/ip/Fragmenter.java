package io.weft.net.stack.ip;

import io.weft.net.packet.Checksum;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketSink;
import org.jspecify.annotations.Nullable;

/// Cuts a datagram into fragments that a link takes (RFC 791 §3.2), Linux's `ip_do_fragment`.
///
/// The last fragment is the datagram's own packet with its header moved up; only the others take a packet from the pool.
///
/// Whether a datagram may be fragmented at all is the caller's question.
public final class Fragmenter {

    /// The smallest MTU that carries any datagram: the longest header and 8 bytes (RFC 791 §3.2).
    public static final int MIN_MTU = Ipv4Header.MAX_LENGTH + 8;

    private Fragmenter() { }

    /// Hands the fragments of `whole` on in order, each without its link header and with `head` at its IP header.
    ///
    /// Consumes `whole`. Out of buffers it ends under {@link DropReason#NO_BUFFER}, after the fragments that were made by then.
    /// A transport checksum still to be finished is finished first, since no fragment could.
    ///
    /// A datagram that was put together here leaves in the pieces it came in, where the link takes them, and else in pieces no larger than
    /// its largest. No fragment bears DF: not even where its original did, which Linux's fast path too leaves off.
    ///
    /// @param whole a checked IP packet without segmentation, `head` at the IP header; it may be a fragment itself
    /// @param mtu the largest IP packet in bytes, at least {@link #MIN_MTU}
    /// @return how many fragments it became, or 0 when it could not be cut
    public static int fragment(Packet whole, int mtu, PacketSink sink) {
        if (mtu < MIN_MTU) {
            throw new IllegalArgumentException("an MTU of " + mtu + " bytes carries no fragment, want at least " + MIN_MTU);
        }
        if (whole.checksum() == ChecksumState.TO_FINISH && !Checksum.finish(whole)) {
            whole.drop(DropReason.OFFLOAD_MALFORMED);
            return 0;
        }
        int headerLength = whole.ip().headerLength();
        int payloadLength = whole.length() - headerLength;
        int room = largest(whole, headerLength, mtu) - headerLength;
        int @Nullable [] asItCame = piecesThatItCameIn(whole, payloadLength, room);
        int firstOffset = whole.ip().fragmentOffset();
        boolean moreBehind = whole.ip().moreFragments();

        int done = 0;
        int pieces = 0;
        for (; payloadLength - done > (asItCame == null ? room : asItCame[pieces]); pieces++) {
            // all but the last are a multiple of 8
            int length = asItCame == null ? room & ~7 : asItCame[pieces];
            @Nullable Packet piece = copyPiece(whole, headerLength, done, length);
            if (piece == null) {
                whole.drop(DropReason.NO_BUFFER);
                return 0;
            }
            complete(piece, true, firstOffset + done);
            if (done == 0 && firstOffset == 0) {
                blankOptionsOfFirstOnly(whole.ip());
            }
            done += length;
            sink.accept(piece);
        }
        keepLastPiece(whole, headerLength, done);
        complete(whole, moreBehind, firstOffset + done);
        sink.accept(whole);
        return pieces + 1;
    }

    private static int largest(Packet whole, int headerLength, int mtu) {
        return whole.fragmentMaxSize() > 0 ? Math.clamp(whole.fragmentMaxSize(), headerLength + 8, mtu) : mtu;
    }

    private static int @Nullable [] piecesThatItCameIn(Packet whole, int payloadLength, int room) {
        int @Nullable [] lengths = whole.fragmentLengths();
        if (lengths == null || whole.ip().isFragment()) {
            return null;
        }
        int sum = 0;
        for (int length : lengths) {
            if (length > room) {
                return null;
            }
            sum += length;
        }
        return sum == payloadLength ? lengths : null;
    }

    private static @Nullable Packet copyPiece(Packet whole, int headerLength, int from, int length) {
        @Nullable Packet piece = whole.pool().take();
        if (piece == null) {
            return null;
        }
        piece.put(headerLength + length);
        piece.copyFrom(0, whole, 0, headerLength);
        piece.copyFrom(headerLength, whole, headerLength + from, length);
        piece.markNetworkHeader();
        piece.markTransportHeader(headerLength);
        piece.copyMetadata(whole);
        knowsNothingOfOthers(piece);
        return piece;
    }

    private static void keepLastPiece(Packet whole, int headerLength, int from) {
        whole.copyFrom(from, whole, 0, headerLength);
        whole.pull(from);
        whole.markNetworkHeader();
        whole.markTransportHeader(headerLength);
        whole.checksum(ChecksumState.UNCHECKED);
        knowsNothingOfOthers(whole);
    }

    private static void knowsNothingOfOthers(Packet piece) {
        piece.fragmentMaxSize(0);
        piece.fragmentLengths(null);
    }

    private static void complete(Packet piece, boolean more, int offset) {
        Ipv4Header ip = piece.ip();
        ip.totalLength(piece.length());
        ip.fragment(false, more, offset);
        ip.computeChecksum();
    }

    /// Later fragments bear the options with the copy bit (RFC 791 §3.1). As in Linux's `ip_options_fragment` the others become
    /// no-operations, so that all headers stay equally long.
    private static void blankOptionsOfFirstOnly(Ipv4Header ip) {
        int end = ip.optionsLength();
        int at = 0;
        while (at < end) {
            int kind = ip.option(at);
            if (kind == IpOption.END) {
                return;
            }
            if (kind == IpOption.NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < end ? ip.option(at + 1) : 0;
            if (length < 2 || length > end - at) {
                return;
            }
            if ((kind & IpOption.COPIED) == 0) {
                for (int i = at; i < at + length; i++) {
                    ip.option(i, IpOption.NO_OPERATION);
                }
            }
            at += length;
        }
    }
}
