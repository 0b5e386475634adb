package io.weft.net.testkit.packet;

import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.assertj.core.api.AbstractAssert;

/// What a test says of an IP packet, with or without an Ethernet header before it.
///
/// Whatever is asked, lengths and checksums of all layers are looked at first and have to be right; a checksum that is still to be
/// finished has to be prepared rightly. Bytes are copied when the assertion begins, so the packet may end before it does.
public final class PacketAssert extends AbstractAssert<PacketAssert, byte[]> {

    private static final int ETHERNET_LENGTH = 14;
    private static final int MIN_FRAME = 60;

    private final int link;
    private final ByteBuffer ip;
    private final int headerLength;
    private final boolean finished;

    private PacketAssert(byte[] bytes, int link, boolean finished) {
        super(bytes, PacketAssert.class);
        this.link = link;
        this.finished = finished;
        if (bytes.length < link + 20) {
            failWithMessage("%d bytes are no IP packet", bytes.length);
        }
        ByteBuffer whole = ByteBuffer.wrap(bytes, link, bytes.length - link).slice();
        headerLength = (whole.get(0) & 0xF) * 4;
        int total = u16(whole, 2);
        boolean padded = link > 0 && bytes.length == MIN_FRAME && total < whole.capacity();
        if (whole.get(0) >>> 4 != 4 || headerLength < 20 || headerLength > total || total != whole.capacity() && !padded) {
            failWithMessage("IP version %d, header length %d, total length %d in %d bytes", whole.get(0) >>> 4, headerLength, total,
                    whole.capacity());
        }
        ip = whole.slice(0, total);
        equal("IP header's sum", InternetChecksum.sum(slice(0, headerLength)), 0xFFFF);
        if ((u16(ip, 6) & 0x3FFF) == 0) {
            checkTransport();
        }
    }

    /// @param packet with `head` at its IP header or at the Ethernet header before it
    public static PacketAssert assertThat(Packet packet) {
        boolean finished = packet.checksum() != ChecksumState.TO_FINISH && packet.segmentation() == Segmentation.NONE;
        return new PacketAssert(packet.toByteArray(), packet.networkOffset(), finished);
    }

    /// @param bytes an IP packet
    public static PacketAssert assertThatIp(byte[] bytes) {
        return new PacketAssert(bytes, 0, true);
    }

    /// @param bytes an Ethernet frame with an IP packet in it
    public static PacketAssert assertThatFrame(byte[] bytes) {
        return new PacketAssert(bytes, ETHERNET_LENGTH, true);
    }

    // ---- Ethernet

    public PacketAssert goesFrom(String mac) {
        return equal("Ethernet source", mac(6), MacAddress.parse(mac));
    }

    public PacketAssert goesTo(String mac) {
        return equal("Ethernet destination", mac(0), MacAddress.parse(mac));
    }

    // ---- IP

    public PacketAssert hasSource(String address) {
        return equal("source", Ipv4.format(ip.getInt(12)), address);
    }

    public PacketAssert hasDestination(String address) {
        return equal("destination", Ipv4.format(ip.getInt(16)), address);
    }

    public PacketAssert hasTotalLength(int length) {
        return equal("total length", u16(ip, 2), length);
    }

    public PacketAssert hasTos(int tos) {
        return equal("type of service", u8(1), tos);
    }

    public PacketAssert hasIdentification(int identification) {
        return equal("identification", u16(ip, 4), identification);
    }

    public PacketAssert hasTtl(int ttl) {
        return equal("TTL", u8(8), ttl);
    }

    public PacketAssert hasProtocol(int protocol) {
        return equal("protocol", u8(9), protocol);
    }

    public PacketAssert hasDontFragment(boolean set) {
        return equal("DF", (u16(ip, 6) & 0x4000) != 0, set);
    }

    /// @param offset in bytes
    public PacketAssert isFragment(int offset, boolean more) {
        equal("fragment offset", (u16(ip, 6) & 0x1FFF) * 8, offset);
        return equal("MF", (u16(ip, 6) & 0x2000) != 0, more);
    }

    public PacketAssert isNoFragment() {
        return isFragment(0, false);
    }

    public PacketAssert hasIpOptions(int... octets) {
        int[] there = new int[headerLength - 20];
        Arrays.setAll(there, i -> u8(20 + i));
        return equal("IP options", Arrays.toString(there), Arrays.toString(octets));
    }

    /// All that follows the IP header.
    public PacketAssert hasIpPayload(byte[] bytes) {
        return equalBytes("IP payload", slice(headerLength, ip.capacity()), bytes);
    }

    // ---- transport

    public PacketAssert isUdp(int sourcePort, int destinationPort) {
        hasProtocol(17);
        equal("source port", u16(ip, headerLength), sourcePort);
        return equal("destination port", u16(ip, headerLength + 2), destinationPort);
    }

    public PacketAssert isTcp(int sourcePort, int destinationPort) {
        hasProtocol(6);
        equal("source port", u16(ip, headerLength), sourcePort);
        return equal("destination port", u16(ip, headerLength + 2), destinationPort);
    }

    public PacketAssert hasSequence(int number) {
        return equal("sequence number", ip.getInt(headerLength + 4), number);
    }

    public PacketAssert hasAcknowledgment(int number) {
        return equal("acknowledgment number", ip.getInt(headerLength + 8), number);
    }

    public PacketAssert hasFlags(int flags) {
        return equal("TCP flags", u8(headerLength + 13), flags);
    }

    public PacketAssert isIcmp(int type, int code) {
        hasProtocol(1);
        equal("ICMP type", u8(headerLength), type);
        return equal("ICMP code", u8(headerLength + 1), code);
    }

    /// The second word of the ICMP header.
    public PacketAssert hasRest(int rest) {
        return equal("second word of the ICMP header", ip.getInt(headerLength + 4), rest);
    }

    /// All that follows the UDP, TCP or ICMP header.
    public PacketAssert hasPayload(byte[] bytes) {
        return equalBytes("payload", slice(headerLength + transportHeaderLength(), ip.capacity()), bytes);
    }

    /// The ICMP error is about these bytes: it quotes a beginning of them, the IP header and 8 bytes at least (RFC 792).
    public PacketAssert quotes(byte[] packet) {
        byte[] quoted = slice(headerLength + 8, ip.capacity());
        int least = Math.min(packet.length, (packet[0] & 0xF) * 4 + 8);
        if (quoted.length < least || quoted.length > packet.length) {
            failWithMessage("quotes %d bytes of a packet of %d", quoted.length, packet.length);
        }
        return equalBytes("quoted packet", quoted, Arrays.copyOf(packet, quoted.length));
    }

    private void checkTransport() {
        int protocol = u8(9);
        if (protocol == 17) {
            equal("UDP length", u16(ip, headerLength + 4), ip.capacity() - headerLength);
            if (u16(ip, headerLength + 6) != 0 || !finished) {
                checkSummedWithPseudoHeader(protocol, headerLength + 6);
            }
        } else if (protocol == 6) {
            if (transportHeaderLength() < 20 || transportHeaderLength() > ip.capacity() - headerLength) {
                failWithMessage("TCP header of %d bytes in %d", transportHeaderLength(), ip.capacity() - headerLength);
            }
            checkSummedWithPseudoHeader(protocol, headerLength + 16);
        } else if (protocol == 1) {
            equal("ICMP message's sum", InternetChecksum.sum(slice(headerLength, ip.capacity())), 0xFFFF);
        }
    }

    private void checkSummedWithPseudoHeader(int protocol, int checksumAt) {
        int length = ip.capacity() - headerLength;
        byte[] pseudo = ByteBuffer.allocate(12).put(slice(12, 20)).put((byte) 0).put((byte) protocol).putShort((short) length).array();
        if (finished) {
            equal("transport sum", InternetChecksum.sum(pseudo, slice(headerLength, ip.capacity())), 0xFFFF);
        } else {
            equal("sum of the pseudo header", u16(ip, checksumAt), InternetChecksum.sum(pseudo));
        }
    }

    private int transportHeaderLength() {
        return u8(9) == 6 ? (u8(headerLength + 12) >>> 4) * 4 : 8;
    }

    private MacAddress mac(int at) {
        if (link != ETHERNET_LENGTH) {
            failWithMessage("there is no Ethernet header");
        }
        ByteBuffer frame = ByteBuffer.wrap(actual);
        return new MacAddress((long) u16(frame, at) << 32 | frame.getInt(at + 2) & 0xFFFF_FFFFL);
    }

    private PacketAssert equal(String what, Object is, Object expected) {
        if (!is.equals(expected)) {
            failWithActualExpectedAndMessage(is, expected, "%s is %s, expected %s", what, is, expected);
        }
        return this;
    }

    private PacketAssert equalBytes(String what, byte[] is, byte[] expected) {
        int at = Arrays.mismatch(is, expected);
        if (at >= 0) {
            failWithMessage("%s of %d bytes differs at %d from the %d expected", what, is.length, at, expected.length);
        }
        return this;
    }

    private byte[] slice(int from, int to) {
        byte[] bytes = new byte[to - from];
        ip.get(from, bytes);
        return bytes;
    }

    private int u8(int at) {
        return Byte.toUnsignedInt(ip.get(at));
    }

    private static int u16(ByteBuffer in, int at) {
        return Short.toUnsignedInt(in.getShort(at));
    }
}
