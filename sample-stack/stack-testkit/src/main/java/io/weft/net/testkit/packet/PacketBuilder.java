package io.weft.net.testkit.packet;

import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes packets with right lengths and checksums, or wrong ones where a test asks for them.
///
///     Packet frame = PacketBuilder.udp("192.168.1.2", 40000, "10.9.0.2", 53).payload("query")
///             .ethernet("02:00:00:00:01:10", "02:00:00:00:00:10").build(pool);
public final class PacketBuilder {

    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    private static final int ETHERNET_LENGTH = 14;

    private final int protocol;
    private final int source;
    private final int destination;
    /// The transport header with a checksum of zero, or ARP's 28 bytes.
    private byte[] header;
    /// Where in `header` the checksum belongs, or -1.
    private final int checksumAt;
    private final boolean isArp;
    private byte[] payload = {};
    private byte[] ipOptions = {};
    private int tos;
    private int identification = 0x4040;
    private int flagsAndOffset;
    private int ttl = 64;
    private int corruptIp;
    private int corruptTransport;
    private boolean unsummed;
    private @Nullable Integer totalLength;
    private @Nullable MacAddress sourceMac;
    private @Nullable MacAddress destinationMac;
    private int etherType;
    private int padTo;

    private PacketBuilder(int protocol, int source, int destination, byte[] header, int checksumAt, boolean isArp) {
        this.protocol = protocol;
        this.source = source;
        this.destination = destination;
        this.header = header;
        this.checksumAt = checksumAt;
        this.isArp = isArp;
        this.etherType = isArp ? ARP : IPV4;
    }

    // ---- what it is

    /// An IP packet of any protocol, all of it payload.
    public static PacketBuilder ip(String source, String destination, int protocol) {
        return new PacketBuilder(protocol, Ipv4.parse(source), Ipv4.parse(destination), new byte[0], -1, false);
    }

    public static PacketBuilder udp(String source, int sourcePort, String destination, int destinationPort) {
        byte[] header = ByteBuffer.allocate(8).putShort((short) sourcePort).putShort((short) destinationPort).array();
        return new PacketBuilder(17, Ipv4.parse(source), Ipv4.parse(destination), header, 6, false);
    }

    /// A segment with ACK set, sequence numbers 1000 and 2000, a window of 65,000 and no options.
    public static PacketBuilder tcp(String source, int sourcePort, String destination, int destinationPort) {
        byte[] header = ByteBuffer.allocate(20).putShort((short) sourcePort).putShort((short) destinationPort)
                .putInt(1000).putInt(2000).put((byte) 0x50).put((byte) 0x10).putShort((short) 65_000).array();
        return new PacketBuilder(6, Ipv4.parse(source), Ipv4.parse(destination), header, 16, false);
    }

    /// An ICMP message; `rest` is the second word of its header.
    public static PacketBuilder icmp(String source, String destination, int type, int code, int rest) {
        byte[] header = ByteBuffer.allocate(8).put((byte) type).put((byte) code).putShort((short) 0).putInt(rest).array();
        return new PacketBuilder(1, Ipv4.parse(source), Ipv4.parse(destination), header, 2, false);
    }

    public static PacketBuilder echoRequest(String source, String destination, int identifier, int sequence) {
        return icmp(source, destination, 8, 0, identifier << 16 | sequence);
    }

    /// ARP for IPv4 over Ethernet; to be given an {@link #ethernet} header.
    public static PacketBuilder arp(int operation, String senderMac, String senderAddress, String targetMac, String targetAddress) {
        ByteBuffer body = ByteBuffer.allocate(28).putShort((short) 1).putShort((short) IPV4).put((byte) 6).put((byte) 4)
                .putShort((short) operation);
        mac(body, MacAddress.parse(senderMac)).putInt(Ipv4.parse(senderAddress));
        mac(body, MacAddress.parse(targetMac)).putInt(Ipv4.parse(targetAddress));
        return new PacketBuilder(0, 0, 0, body.array(), -1, true);
    }

    // ---- how it is

    public PacketBuilder payload(byte[] bytes) {
        payload = bytes.clone();
        return this;
    }

    public PacketBuilder payload(String text) {
        return payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A payload of so many bytes that are all different from their neighbours.
    public PacketBuilder payloadOf(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + i / 251);
        }
        return payload(bytes);
    }

    public PacketBuilder tos(int value) {
        tos = value;
        return this;
    }

    public PacketBuilder identification(int value) {
        identification = value;
        return this;
    }

    public PacketBuilder ttl(int value) {
        ttl = value;
        return this;
    }

    public PacketBuilder dontFragment() {
        flagsAndOffset |= 0x4000;
        return this;
    }

    public PacketBuilder moreFragments() {
        flagsAndOffset |= 0x2000;
        return this;
    }

    /// @param bytes a multiple of 8
    public PacketBuilder fragmentOffset(int bytes) {
        flagsAndOffset |= bytes / 8;
        return this;
    }

    /// IP options, filled up to a multiple of 4 with zeroes.
    public PacketBuilder ipOptions(int... octets) {
        ipOptions = new byte[(octets.length + 3) / 4 * 4];
        for (int i = 0; i < octets.length; i++) {
            ipOptions[i] = (byte) octets[i];
        }
        return this;
    }

    public PacketBuilder sequence(int number) {
        ByteBuffer.wrap(header).putInt(4, number);
        return this;
    }

    public PacketBuilder acknowledgment(int number) {
        ByteBuffer.wrap(header).putInt(8, number);
        return this;
    }

    /// All eight TCP control bits.
    public PacketBuilder flags(int flags) {
        header[13] = (byte) flags;
        return this;
    }

    public PacketBuilder window(int window) {
        ByteBuffer.wrap(header).putShort(14, (short) window);
        return this;
    }

    public PacketBuilder urgentPointer(int pointer) {
        ByteBuffer.wrap(header).putShort(18, (short) pointer);
        return this;
    }

    /// TCP options, a multiple of 4 bytes.
    public PacketBuilder tcpOptions(int... octets) {
        ByteBuffer longer = ByteBuffer.allocate(20 + octets.length).put(header, 0, 20);
        for (int octet : octets) {
            longer.put((byte) octet);
        }
        header = longer.array();
        header[12] = (byte) (header.length / 4 << 4);
        return this;
    }

    /// An IP total length that is not the true one.
    public PacketBuilder totalLength(int value) {
        totalLength = value;
        return this;
    }

    public PacketBuilder wrongIpChecksum() {
        corruptIp = 0x0101;
        return this;
    }

    public PacketBuilder wrongTransportChecksum() {
        corruptTransport = 0x0101;
        return this;
    }

    /// UDP without a checksum.
    public PacketBuilder noTransportChecksum() {
        unsummed = true;
        return this;
    }

    public PacketBuilder ethernet(String from, String to) {
        sourceMac = MacAddress.parse(from);
        destinationMac = MacAddress.parse(to);
        return this;
    }

    public PacketBuilder etherType(int type) {
        etherType = type;
        return this;
    }

    /// Fills the frame with zeroes up to `length` bytes, as Ethernet does up to 60.
    public PacketBuilder padTo(int length) {
        padTo = length;
        return this;
    }

    // ---- the result

    /// The frame, or the IP packet where no {@link #ethernet} was asked for.
    public byte[] bytes() {
        byte[] upper = isArp ? header : ipPacket();
        int link = sourceMac == null ? 0 : ETHERNET_LENGTH;
        ByteBuffer frame = ByteBuffer.allocate(Math.max(padTo, link + upper.length));
        if (sourceMac != null) {
            mac(frame, Objects.requireNonNull(destinationMac));
            mac(frame, sourceMac).putShort((short) etherType);
        }
        return frame.put(upper).array();
    }

    /// A packet with {@link #bytes} as its data, the headers that it has marked.
    public Packet build(PacketPool pool) {
        Packet packet = Objects.requireNonNull(pool.take(), "pool is exhausted");
        packet.append(bytes());
        packet.markLinkHeader();
        int link = sourceMac == null ? 0 : ETHERNET_LENGTH;
        packet.pull(link);
        packet.markNetworkHeader();
        packet.push(link);
        packet.markTransportHeader(link + 20 + ipOptions.length);
        return packet;
    }

    private byte[] ipPacket() {
        byte[] transport = transport();
        int headerLength = 20 + ipOptions.length;
        int length = totalLength != null ? totalLength : headerLength + transport.length;
        byte[] ip = ByteBuffer.allocate(headerLength).put((byte) (0x40 | headerLength / 4)).put((byte) tos).putShort((short) length)
                .putShort((short) identification).putShort((short) flagsAndOffset).put((byte) ttl).put((byte) protocol)
                .putShort((short) 0).putInt(source).putInt(destination).put(ipOptions).array();
        ByteBuffer.wrap(ip).putShort(10, (short) (InternetChecksum.of(ip) ^ corruptIp));
        return ByteBuffer.allocate(headerLength + transport.length).put(ip).put(transport).array();
    }

    private byte[] transport() {
        byte[] all = ByteBuffer.allocate(header.length + payload.length).put(header).put(payload).array();
        if (protocol == 17 && header.length == 8) {
            ByteBuffer.wrap(all).putShort(4, (short) all.length);
        }
        if (checksumAt >= 0 && !unsummed) {
            int checksum = InternetChecksum.of(protocol == 1 ? new byte[0] : pseudoHeader(all.length), all);
            checksum = checksum == 0 && protocol == 17 ? 0xFFFF : checksum;
            ByteBuffer.wrap(all).putShort(checksumAt, (short) (checksum ^ corruptTransport));
        }
        return all;
    }

    private byte[] pseudoHeader(int transportLength) {
        return ByteBuffer.allocate(12).putInt(source).putInt(destination).put((byte) 0).put((byte) protocol)
                .putShort((short) transportLength).array();
    }

    private static ByteBuffer mac(ByteBuffer to, MacAddress mac) {
        return to.putShort((short) (mac.value() >>> 32)).putInt((int) mac.value());
    }
}
