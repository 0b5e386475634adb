package io.weft.net.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Frames as they were on a wire, read field by field; and headers written field by field, compared with such frames.
class HeaderViewTest {

    private static final String ETHERNET = "020000000010" + "020000000110" + "0800";
    private static final String PING = ETHERNET + "45000024400b000040013d21c0a80102cb007102" + "0800661c004d0001" + "6162636465666768";
    private static final String QUERY = ETHERNET + "450000214001000040116911c0a8010208080808" + "14e90035000dd529" + "68656c6c6f";
    private static final String SYN = ETHERNET + "4500002840030000" + "40063d20c0a80102cb007102"
            + "9c400050000003e80000000050022000f1bc0000";
    private static final String ARP = "ffffffffffff0200000001100806" + "0001080006040001" + "020000000110c0a80102" + "000000000000c0a80101";

    private final PacketPool pool = new PacketPool(2);

    @AfterEach
    void everyPacketEnded() {
        pool.close();
    }

    private Packet frame(String hex) {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.append(HexFormat.of().parseHex(hex));
        packet.markLinkHeader();
        packet.pull(EthernetHeader.LENGTH);
        packet.markNetworkHeader();
        packet.markTransportHeader(20);
        return packet;
    }

    /// A frame of that length without content; the views have their places.
    private Packet blank(String like) {
        return frame("00".repeat(like.length() / 2));
    }

    private static void isFrame(Packet packet, String hex) {
        packet.push(EthernetHeader.LENGTH);
        assertThat(HexFormat.of().formatHex(packet.toByteArray())).isEqualTo(hex);
        packet.release();
    }

    @Test
    void readsEthernet() {
        Packet packet = frame(PING);
        assertThat(packet.ethernet().destination()).isEqualTo(0x020000000010L);
        assertThat(packet.ethernet().source()).isEqualTo(0x020000000110L);
        assertThat(packet.ethernet().type()).isEqualTo(EthernetHeader.TYPE_IPV4);
        packet.release();
    }

    @Test
    void readsIpv4() {
        Packet packet = frame(QUERY);
        Ipv4Header ip = packet.ip();
        assertThat(ip.version()).isEqualTo(4);
        assertThat(ip.headerLength()).isEqualTo(20);
        assertThat(ip.optionsLength()).isZero();
        assertThat(ip.tos()).isZero();
        assertThat(ip.totalLength()).isEqualTo(33);
        assertThat(ip.payloadLength()).isEqualTo(13);
        assertThat(ip.identification()).isEqualTo(0x4001);
        assertThat(ip.ttl()).isEqualTo(64);
        assertThat(ip.protocol()).isEqualTo(Ipv4Header.PROTOCOL_UDP);
        assertThat(ip.checksum()).isEqualTo(0x6911);
        assertThat(Ipv4.format(ip.source())).isEqualTo("192.168.1.2");
        assertThat(Ipv4.format(ip.destination())).isEqualTo("8.8.8.8");
        assertThat(ip.checksumIsRight()).isTrue();
        assertThat(ip.isFragment()).isFalse();
        packet.release();
    }

    @Test
    void readsFragmentFields() {
        Packet packet = frame(QUERY);
        Ipv4Header ip = packet.ip();
        int[][] cases = {
            // wire, DF, MF, offset, is a fragment, is a later one
            {0x4000, 1, 0, 0, 0, 0}, {0x2000, 0, 1, 0, 1, 0}, {0x0001, 0, 0, 8, 1, 1}, {0x3FFF, 0, 1, 65_528, 1, 1}, {0x8000, 0, 0, 0, 0, 0}};
        for (int[] fields : cases) {
            packet.u16(6, fields[0]);
            assertThat(ip.dontFragment()).isEqualTo(fields[1] == 1);
            assertThat(ip.moreFragments()).isEqualTo(fields[2] == 1);
            assertThat(ip.fragmentOffset()).isEqualTo(fields[3]);
            assertThat(ip.isFragment()).isEqualTo(fields[4] == 1);
            assertThat(ip.isLaterFragment()).isEqualTo(fields[5] == 1);
        }
        ip.fragment(true, true, 65_528);
        assertThat(packet.u16(6)).isEqualTo(0x7FFF);
        ip.fragment(false, false, 0);
        assertThat(packet.u16(6)).isZero();
        packet.release();
    }

    @Test
    void writesAnEchoRequest() {
        Packet packet = blank(PING);
        packet.ethernet().destination(0x020000000010L);
        packet.ethernet().source(0x020000000110L);
        packet.ethernet().type(EthernetHeader.TYPE_IPV4);
        writeIp(packet, 0x24, 0x400B, Ipv4Header.PROTOCOL_ICMP, "203.0.113.2");
        packet.copyFrom(28, "abcdefgh".getBytes(), 0, 8);
        IcmpHeader icmp = packet.icmp();
        icmp.type(IcmpHeader.ECHO_REQUEST);
        icmp.code(0);
        icmp.identifier(77);
        icmp.sequence(1);
        icmp.computeChecksum();
        assertThat(icmp.checksumIsRight()).isTrue();
        isFrame(packet, PING);
    }

    @Test
    void writesAUdpDatagram() {
        Packet packet = blank(QUERY);
        packet.ethernet().destination(0x020000000010L);
        packet.ethernet().source(0x020000000110L);
        packet.ethernet().type(EthernetHeader.TYPE_IPV4);
        writeIp(packet, 0x21, 0x4001, Ipv4Header.PROTOCOL_UDP, "8.8.8.8");
        packet.copyFrom(28, "hello".getBytes(), 0, 5);
        UdpHeader udp = packet.udp();
        udp.sourcePort(5353);
        udp.destinationPort(53);
        udp.length(13);
        udp.computeChecksum();
        isFrame(packet, QUERY);
    }

    @Test
    void writesATcpSegment() {
        Packet packet = blank(SYN);
        packet.ethernet().destination(0x020000000010L);
        packet.ethernet().source(0x020000000110L);
        packet.ethernet().type(EthernetHeader.TYPE_IPV4);
        writeIp(packet, 0x28, 0x4003, Ipv4Header.PROTOCOL_TCP, "203.0.113.2");
        TcpHeader tcp = packet.tcp();
        tcp.sourcePort(40_000);
        tcp.destinationPort(80);
        tcp.sequence(1000);
        tcp.acknowledgment(0);
        tcp.headerLength(20);
        tcp.flags(TcpHeader.SYN);
        tcp.window(8192);
        tcp.urgentPointer(0);
        tcp.computeChecksum();
        isFrame(packet, SYN);
    }

    private static void writeIp(Packet packet, int totalLength, int identification, int protocol, String destination) {
        Ipv4Header ip = packet.ip();
        ip.versionAndHeaderLength(20);
        ip.tos(0);
        ip.totalLength(totalLength);
        ip.identification(identification);
        ip.fragment(false, false, 0);
        ip.ttl(64);
        ip.protocol(protocol);
        ip.source(Ipv4.parse("192.168.1.2"));
        ip.destination(Ipv4.parse(destination));
        ip.computeChecksum();
    }

    @Test
    void readsTcp() {
        Packet packet = frame(SYN);
        TcpHeader tcp = packet.tcp();
        assertThat(tcp.sourcePort()).isEqualTo(40_000);
        assertThat(tcp.destinationPort()).isEqualTo(80);
        assertThat(tcp.sequence()).isEqualTo(1000);
        assertThat(tcp.acknowledgment()).isZero();
        assertThat(tcp.headerLength()).isEqualTo(20);
        assertThat(tcp.flags()).isEqualTo(TcpHeader.SYN);
        assertThat(tcp.has(TcpHeader.SYN)).isTrue();
        assertThat(tcp.has(TcpHeader.ACK)).isFalse();
        assertThat(tcp.window()).isEqualTo(8192);
        assertThat(tcp.urgentPointer()).isZero();
        assertThat(tcp.checksumIsRight()).isTrue();
        tcp.window(8193);
        assertThat(tcp.checksumIsRight()).isFalse();
        packet.release();
    }

    @Test
    void readsUdp() {
        Packet packet = frame(QUERY);
        UdpHeader udp = packet.udp();
        assertThat(udp.sourcePort()).isEqualTo(5353);
        assertThat(udp.destinationPort()).isEqualTo(53);
        assertThat(udp.length()).isEqualTo(13);
        assertThat(udp.checksum()).isEqualTo(0xD529);
        assertThat(udp.checksumIsRight()).isTrue();
        udp.sourcePort(5354);
        assertThat(udp.checksumIsRight()).isFalse();
        udp.checksum(0);
        assertThat(udp.checksumIsRight()).as("there is none").isTrue();
        packet.release();
    }

    @Test
    void readsIcmp() {
        Packet packet = frame(PING);
        IcmpHeader icmp = packet.icmp();
        assertThat(icmp.type()).isEqualTo(IcmpHeader.ECHO_REQUEST);
        assertThat(icmp.code()).isZero();
        assertThat(icmp.identifier()).isEqualTo(77);
        assertThat(icmp.sequence()).isEqualTo(1);
        assertThat(icmp.rest()).isEqualTo(77 << 16 | 1);
        assertThat(icmp.checksumIsRight()).isTrue();
        icmp.rest(5);
        assertThat(icmp.checksumIsRight()).isFalse();
        packet.release();
    }

    @Test
    void errorsAreTheTypesThatReportAnother() {
        for (int type = 0; type < 256; type++) {
            assertThat(IcmpHeader.isError(type)).isEqualTo(type == 3 || type == 4 || type == 5 || type == 11 || type == 12);
        }
    }

    @Test
    void readsAndWritesArp() {
        Packet packet = frame(ARP);
        ArpHeader arp = packet.arp();
        assertThat(arp.isIpv4OverEthernet()).isTrue();
        assertThat(arp.operation()).isEqualTo(ArpHeader.REQUEST);
        assertThat(arp.senderMac()).isEqualTo(0x020000000110L);
        assertThat(Ipv4.format(arp.senderAddress())).isEqualTo("192.168.1.2");
        assertThat(arp.targetMac()).isZero();
        assertThat(Ipv4.format(arp.targetAddress())).isEqualTo("192.168.1.1");
        packet.release();

        Packet written = blank(ARP);
        written.ethernet().destination(0xFFFF_FFFF_FFFFL);
        written.ethernet().source(0x020000000110L);
        written.ethernet().type(EthernetHeader.TYPE_ARP);
        written.arp().ipv4OverEthernet();
        written.arp().operation(ArpHeader.REQUEST);
        written.arp().senderMac(0x020000000110L);
        written.arp().senderAddress(Ipv4.parse("192.168.1.2"));
        written.arp().targetMac(0);
        written.arp().targetAddress(Ipv4.parse("192.168.1.1"));
        isFrame(written, ARP);
    }

    @Test
    void arpForOtherThingsIsNotIpv4OverEthernet() {
        Packet packet = frame(ARP);
        for (int at = 0; at < 6; at++) {
            int was = packet.u8(at);
            packet.u8(at, was ^ 0x40);
            assertThat(packet.arp().isIpv4OverEthernet()).as("octet %d", at).isFalse();
            packet.u8(at, was);
        }
        packet.release();
    }

    @Test
    void decrementTtlKeepsTheChecksumRight() {
        Packet packet = frame(QUERY);
        for (int ttl = 63; ttl >= 0; ttl--) {
            packet.ip().decrementTtl();
            assertThat(packet.ip().ttl()).isEqualTo(ttl);
            assertThat(packet.ip().checksumIsRight()).isTrue();
        }
        packet.release();
    }

    @Test
    void settersLeaveChecksumsAlone() {
        Packet packet = frame(SYN);
        packet.ip().ttl(1);
        packet.ip().source(0);
        packet.tcp().sequence(0);
        assertThat(packet.ip().checksum()).isEqualTo(0x3D20);
        assertThat(packet.tcp().checksum()).isEqualTo(0xF1BC);
        packet.release();
    }

    @Test
    void readsOptions() {
        Packet packet = frame(ETHERNET + "4700001c0000000040010000" + "0a0000010a000002" + "0707040a00000300");
        Ipv4Header ip = packet.ip();
        assertThat(ip.headerLength()).isEqualTo(28);
        assertThat(ip.optionsLength()).isEqualTo(8);
        assertThat(ip.option(0)).isEqualTo(7);
        assertThat(ip.optionI32(3)).isEqualTo(0x0A000003);
        ip.option(2, 8);
        ip.optionI32(3, 0x0A000004);
        assertThat(packet.i32(22)).isEqualTo(0x080A0000);
        assertThat(packet.u8(26)).isEqualTo(4);
        packet.release();
    }

    @Test
    void udpChecksumOfZeroIsWrittenAsAllOnes() {
        Packet packet = frame(QUERY);
        UdpHeader udp = packet.udp();
        // bytes whose sum makes the whole come to zero
        packet.u16(28, 0);
        udp.computeChecksum();
        packet.u16(28, udp.checksum());
        udp.computeChecksum();
        assertThat(udp.checksum()).isEqualTo(0xFFFF);
        assertThat(udp.checksumIsRight()).isTrue();
        packet.release();
    }
}
