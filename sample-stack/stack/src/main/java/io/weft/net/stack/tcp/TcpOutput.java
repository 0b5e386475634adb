package io.weft.net.stack.tcp;

import io.weft.net.packet.Checksum;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.TcpHeader;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.ip.EchoedOptions;
import io.weft.net.stack.ip.OutputRoutes;
import io.weft.net.stack.ip.OwnPackets;

/// Makes segments and sends them. The kernel's tcp_transmit_skb.
///
/// A segment for which there is no packet buffer is as good as lost on the way: it is sent again when its time has come.
final class TcpOutput {

    private static final int FIXED_HEADERS = Ipv4Header.MIN_LENGTH + TcpHeader.MIN_LENGTH;

    /// As many bytes as a header's length can tell of.
    private static final int MAX_OPTIONS = 40;

    private final PacketPool pool;
    private final OwnPackets own;
    private final OutputRoutes routes;
    private final TcpCounters counters;

    TcpOutput(PacketPool pool, OwnPackets own, OutputRoutes routes, TcpCounters counters) {
        this.pool = pool;
        this.own = own;
        this.routes = routes;
        this.counters = counters;
    }

    /// The MSS that the link towards a peer allows (RFC 9293 §3.7.1), or 0 when no route leads there.
    int linkMss(int destination, int source) {
        Route route = routes.lookup(destination, source, 0, 0, null);
        NetInterface device = routes.device(route);
        return device == null || route instanceof Route.Broadcast ? 0 : Math.min(device.mtu(), 65_535) - FIXED_HEADERS;
    }

    /// The address that this host speaks from to a peer, 0.0.0.0 where no route leads there.
    int sourceFor(int destination) {
        return OutputRoutes.source(routes.lookup(destination, 0, 0, 0, null));
    }

    /// Whether a route leads to one host there, if only to say that it is not to be reached. The kernel's `ENETUNREACH` where none does.
    boolean isOnARoute(int destination, int source) {
        Route route = routes.lookup(destination, source, 0, 0, null);
        return !(route instanceof Route.Broadcast || route instanceof Route.Unreachable(int code) && code == IcmpHeader.NET_UNREACHABLE);
    }

    /// Sends a segment of an open connection.
    ///
    /// @param length data bytes from `sequence` on; more than an MSS is left to the card to cut, or to the way out
    /// @param ecn the bits of RFC 3168 in the IP header's field
    void send(TcpConnection of, int sequence, int flags, int length, int ecn, long nowNs) {
        Packet packet = pool.take();
        if (packet == null) {
            return;
        }
        Timestamps timestamps = of.timestamps();
        int stamps = timestamps.isOn() ? TcpOption.TIMESTAMP_SPACE : 0;
        // not with data, whose segments are as long as the link takes
        int sacks = length > 0 ? 0 : of.receiver().sackCount((MAX_OPTIONS - stamps - TcpOption.SACK_SPACE) / TcpOption.SACK_BLOCK_LENGTH);
        int headerLength = TcpHeader.MIN_LENGTH + stamps + (sacks > 0 ? TcpOption.SACK_SPACE + sacks * TcpOption.SACK_BLOCK_LENGTH : 0);
        packet.put(headerLength + length);
        packet.markTransportHeader(0);
        TcpHeader tcp = header(packet, of, sequence, flags, headerLength);
        tcp.window(of.receiver().advertise());
        if (timestamps.isOn()) {
            writeTimestamp(tcp, 0, timestamps, nowNs);
        }
        if (sacks > 0) {
            writeSackBlocks(tcp, stamps, of.receiver().sackBlocks(), sacks);
        }
        if (length > 0) {
            of.sender().bytes().get(sequence, packet, headerLength, length);
        }
        if (length > of.sender().mss()) {
            packet.segmentation(Segmentation.TCPV4, of.sender().mss(), (flags & TcpHeader.CWR) != 0);
        }
        finish(packet, of.tuple(), of.tos() | ecn);
    }

    /// Sends the SYN, or the SYN+ACK, with the options that this end offers or has agreed on (RFC 9293 §3.2, RFC 7323 §2.2 and §3.2).
    void sendSyn(TcpConnection of, int flags, long nowNs) {
        Packet packet = pool.take();
        if (packet == null) {
            return;
        }
        TcpHandshake handshake = of.handshake();
        SynOptions options = new SynOptions(handshake.linkMss(), handshake.sendsSackPermitted(), handshake.sendsTimestamp(),
                of.timestamps().value(nowNs), of.timestamps().echo(),
                handshake.sendsScale() ? of.receiver().offeredScale() : TcpSegment.ABSENT);
        packet.put(TcpHeader.MIN_LENGTH + options.length());
        packet.markTransportHeader(0);
        TcpHeader tcp = header(packet, of, of.sender().iss(), flags, TcpHeader.MIN_LENGTH + options.length());
        tcp.window(of.receiver().synWindow());
        options.write(tcp);
        finish(packet, of.tuple(), of.tos());
    }

    /// Answers a SYN for which there is no connection: all that has to be remembered is in `cookie` and in the timestamp of `options`.
    void sendCookie(TcpSegment syn, FourTuple tuple, int cookie, int flags, SynOptions options) {
        Packet packet = pool.take();
        if (packet == null) {
            return;
        }
        packet.put(TcpHeader.MIN_LENGTH + options.length());
        packet.markTransportHeader(0);
        TcpHeader tcp = header(packet, tuple, cookie, flags, TcpHeader.MIN_LENGTH + options.length());
        tcp.acknowledgment(syn.sequence() + 1);
        tcp.window(TcpReceiver.INITIAL_WINDOW);
        options.write(tcp);
        finish(packet, tuple, 0);
    }

    private static TcpHeader header(Packet packet, TcpConnection of, int sequence, int flags, int length) {
        TcpHeader tcp = header(packet, of.tuple(), sequence, flags, length);
        tcp.acknowledgment((flags & TcpHeader.ACK) != 0 ? of.receiver().rcvNxt() : 0);
        return tcp;
    }

    private static TcpHeader header(Packet packet, FourTuple tuple, int sequence, int flags, int length) {
        TcpHeader tcp = packet.tcp();
        tcp.sourcePort(tuple.localPort());
        tcp.destinationPort(tuple.remotePort());
        tcp.sequence(sequence);
        tcp.headerLength(length);
        tcp.flags(flags);
        tcp.urgentPointer(0);
        return tcp;
    }

    private static void writeSackBlocks(TcpHeader tcp, int at, SackBlocks blocks, int count) {
        tcp.option(at, TcpOption.NOP);
        tcp.option(at + 1, TcpOption.NOP);
        tcp.option(at + 2, TcpOption.SACK);
        tcp.option(at + 3, 2 + count * TcpOption.SACK_BLOCK_LENGTH);
        for (int i = 0; i < count; i++) {
            int place = at + TcpOption.SACK_SPACE + i * TcpOption.SACK_BLOCK_LENGTH;
            tcp.optionI32(place, blocks.start(i));
            tcp.optionI32(place + 4, blocks.end(i));
        }
        blocks.told();
    }

    private static void writeTimestamp(TcpHeader tcp, int at, Timestamps timestamps, long nowNs) {
        tcp.option(at, TcpOption.NOP);
        tcp.option(at + 1, TcpOption.NOP);
        tcp.option(at + 2, TcpOption.TIMESTAMP);
        tcp.option(at + 3, TcpOption.TIMESTAMP_LENGTH);
        tcp.optionI32(at + 4, timestamps.value(nowNs));
        tcp.optionI32(at + 8, timestamps.echo());
    }

    private void finish(Packet packet, FourTuple tuple, int tos) {
        counters.count(TcpCounter.OUT_SEGS);
        int source = tuple.localAddress();
        int destination = tuple.remoteAddress();
        packet.tcp().checksum(Checksum.pseudoHeader(source, destination, Ipv4Header.PROTOCOL_TCP, packet.length()));
        // finished where it leaves, or by the card; over lo never
        packet.checksumToFinish(0, TcpHeader.CHECKSUM_OFFSET);
        own.send(packet, Ipv4Header.PROTOCOL_TCP, source, destination, tos, true, EchoedOptions.NONE);
    }
}
