package io.weft.net.stack.device;

import io.weft.net.driver.Offloads;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketSink;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.TcpHeader;
import io.weft.net.packet.UdpHeader;
import org.jspecify.annotations.Nullable;

/// Does in software what a card does not: finishes checksums and cuts segments, Linux's `validate_xmit_skb`.
///
/// A card that finishes no checksums cuts no segments either, whatever it says: each segment needs one.
public final class SoftwareOffload {

    private static final int LAST_SEGMENT_ONLY = TcpHeader.FIN | TcpHeader.PSH;

    private SoftwareOffload() { }

    /// Hands `packet` on as the card takes it: unchanged, with its checksum finished, or cut into segments in order. Consumes it.
    ///
    /// A request that does not fit the packet ends it under {@link DropReason#OFFLOAD_MALFORMED}; out of buffers the rest of its
    /// segments end under {@link DropReason#NO_BUFFER}.
    ///
    /// @param packet with its network header marked, `head` there or at the link header before it
    public static void toWire(Packet packet, Offloads offloads, PacketSink sink) {
        Segmentation kind = packet.segmentation();
        boolean cardCuts = offloads.checksum() && switch (kind) {
            case NONE -> true;
            case TCPV4 -> offloads.tcpSegmentation();
            case UDP -> offloads.udpSegmentation();
        };
        if (kind != Segmentation.NONE && !cardCuts) {
            segment(packet, kind, offloads.checksum(), sink);
        } else if (packet.checksum() == ChecksumState.TO_FINISH && !offloads.checksum() && !Checksum.finish(packet)) {
            packet.drop(DropReason.OFFLOAD_MALFORMED);
        } else {
            sink.accept(packet);
        }
    }

    private static void segment(Packet packet, Segmentation kind, boolean cardFinishesChecksum, PacketSink sink) {
        int headersLength = headersLength(packet, kind);
        int size = packet.segmentSize();
        if (headersLength < 0 || size <= 0) {
            packet.drop(DropReason.OFFLOAD_MALFORMED);
            return;
        }
        boolean withChecksum = kind == Segmentation.TCPV4 || packet.checksum() == ChecksumState.TO_FINISH
                || packet.udp().checksum() != 0;
        int payloadLength = packet.length() - headersLength;
        int id = packet.ip().identification();
        int done = 0;
        for (; payloadLength - done > size; done += size) {
            @Nullable Packet piece = copyPiece(packet, headersLength, done, size);
            if (piece == null) {
                packet.drop(DropReason.NO_BUFFER);
                return;
            }
            complete(piece, kind, id++, done, false, withChecksum, cardFinishesChecksum);
            sink.accept(piece);
        }
        keepLastPiece(packet, headersLength, done);
        complete(packet, kind, id, done, true, withChecksum, cardFinishesChecksum);
        sink.accept(packet);
    }

    /// Marks the transport header and answers how many bytes of headers each segment begins with, or -1 when they do not fit the packet.
    private static int headersLength(Packet packet, Segmentation kind) {
        int network = packet.networkOffset();
        if (network < 0 || packet.length() - network < Ipv4Header.MIN_LENGTH) {
            return -1;
        }
        Ipv4Header ip = packet.ip();
        int protocol = switch (kind) {
            case TCPV4 -> Ipv4Header.PROTOCOL_TCP;
            case UDP -> Ipv4Header.PROTOCOL_UDP;
            case NONE -> -1;
        };
        int transport = network + ip.headerLength();
        int left = packet.length() - transport;
        if (ip.version() != 4 || ip.headerLength() < Ipv4Header.MIN_LENGTH || ip.protocol() != protocol || ip.isFragment()
                || left < (kind == Segmentation.UDP ? UdpHeader.LENGTH : TcpHeader.MIN_LENGTH)) {
            return -1;
        }
        packet.markTransportHeader(transport);
        if (kind == Segmentation.UDP) {
            return transport + UdpHeader.LENGTH;
        }
        int tcpLength = packet.tcp().headerLength();
        return tcpLength < TcpHeader.MIN_LENGTH || tcpLength > left ? -1 : transport + tcpLength;
    }

    private static @Nullable Packet copyPiece(Packet packet, int headersLength, int from, int length) {
        @Nullable Packet piece = packet.pool().take();
        if (piece == null) {
            return null;
        }
        piece.put(headersLength + length);
        piece.copyFrom(0, packet, 0, headersLength);
        piece.copyFrom(headersLength, packet, headersLength + from, length);
        piece.copyMetadata(packet);
        markHeaders(piece, packet.networkOffset(), packet.transportOffset());
        return piece;
    }

    private static void keepLastPiece(Packet packet, int headersLength, int from) {
        int network = packet.networkOffset();
        int transport = packet.transportOffset();
        packet.copyFrom(from, packet, 0, headersLength);
        packet.pull(from);
        markHeaders(packet, network, transport);
        packet.segmentation(Segmentation.NONE, 0, false);
    }

    private static void markHeaders(Packet piece, int network, int transport) {
        piece.markLinkHeader();
        piece.pull(network);
        piece.markNetworkHeader();
        piece.push(network);
        piece.markTransportHeader(transport);
    }

    private static void complete(Packet piece, Segmentation kind, int id, int payloadOffset, boolean last, boolean withChecksum,
            boolean cardFinishesChecksum) {
        Ipv4Header ip = piece.ip();
        ip.totalLength(piece.length() - piece.networkOffset());
        ip.identification(id);
        ip.computeChecksum();
        if (kind == Segmentation.UDP) {
            piece.udp().length(piece.transportLength());
            checksum(piece, UdpHeader.CHECKSUM_OFFSET, withChecksum, cardFinishesChecksum);
        } else {
            TcpHeader tcp = piece.tcp();
            tcp.sequence(tcp.sequence() + payloadOffset);
            // RFC 9293 §3.10.7.4: what ends the data ends it once; RFC 3168 §6.1.2: one CWR answers one reduction
            int flags = tcp.flags();
            flags = last ? flags : flags & ~LAST_SEGMENT_ONLY;
            tcp.flags(payloadOffset == 0 ? flags : flags & ~TcpHeader.CWR);
            checksum(piece, TcpHeader.CHECKSUM_OFFSET, withChecksum, cardFinishesChecksum);
        }
    }

    private static void checksum(Packet piece, int fieldOffset, boolean wanted, boolean cardFinishes) {
        if (!wanted) {
            piece.checksum(ChecksumState.UNCHECKED);
            return;
        }
        int transport = piece.transportOffset();
        piece.u16(transport + fieldOffset, piece.ip().pseudoHeaderSum());
        piece.checksumToFinish(transport, fieldOffset);
        if (!cardFinishes) {
            Checksum.finish(piece);
        }
    }
}
