package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.packet.UdpHeader;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What was translated and is translated back is what it was, to the last bit, and every checksum is right on the way.
class RoundTripPropertyTest {

    @Property(tries = 300)
    void thereAndBackChangesNothing(@ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int kind, @ForAll boolean unfinished,
            @ForAll boolean withoutSum) throws Exception {
        var random = new Random(seed);
        try (var nat = new NatDouble("-A PREROUTING -i eth0 -j NETMAP --to 203.0.113.0/24",
                "-A POSTROUTING -o eth1 -p udp -j SNAT --to-source 100.64.0.0-100.127.255.255 --random",
                "-A POSTROUTING -o eth1 -p tcp -j SNAT --to-source 100.64.0.0-100.127.255.255:1-65535",
                "-A POSTROUTING -o eth1 -p icmp -j SNAT --to-source 100.64.0.0-100.127.255.255 --random")) {
            Packet there = packet(nat, random, kind, withoutSum);
            boolean toFinish = unfinished && kind < 2 && !withoutSum;
            if (toFinish) {
                leaveUnfinished(there, kind);
            }
            byte[] before = there.toByteArray();
            assertThat(nat.forward(there, NatDouble.LAN)).isTrue();
            assertChecksums(there, kind, toFinish);
            byte[] outside = there.toByteArray();
            there.release();

            // the inverse packet, with the same payload, comes back
            Packet back = nat.packets().ip("1.1.1.1", "1.1.1.1", outside[9], outside.length - Ipv4Header.MIN_LENGTH);
            back.copyFrom(0, outside, 0, outside.length);
            turn(back, kind);
            assertThat(nat.forward(back, NatDouble.WAN)).isTrue();
            turn(back, kind);
            byte[] after = back.toByteArray();
            back.release();
            if (toFinish) {
                // it came back finished, which it was not when it went
                return;
            }
            assertThat(after).isEqualTo(before);
        }
    }

    private static Packet packet(NatDouble nat, Random random, int kind, boolean withoutSum) {
        int payload = random.nextInt(40);
        int header = kind == 0 ? UdpHeader.LENGTH : kind == 1 ? TcpHeader.MIN_LENGTH : 8;
        int protocol = kind == 0 ? 17 : kind == 1 ? 6 : 1;
        Packet packet = nat.packets().ip("192.168.1." + (2 + random.nextInt(250)), "8.8." + random.nextInt(256) + "." + random.nextInt(256),
                protocol, header + payload);
        byte[] data = new byte[payload];
        random.nextBytes(data);
        packet.copyFrom(Ipv4Header.MIN_LENGTH + header, data, 0, payload);
        int from = 1 + random.nextInt(65_535);
        int to = 1 + random.nextInt(65_535);
        switch (kind) {
            case 0 -> {
                packet.udp().sourcePort(from);
                packet.udp().destinationPort(to);
                packet.udp().length(header + payload);
                if (!withoutSum) {
                    packet.udp().computeChecksum();
                }
            }
            case 1 -> {
                packet.tcp().sourcePort(from);
                packet.tcp().destinationPort(to);
                packet.tcp().headerLength(header);
                packet.tcp().flags(TcpHeader.SYN);
                packet.tcp().window(random.nextInt(65_536));
                packet.tcp().computeChecksum();
            }
            default -> {
                packet.icmp().type(8);
                packet.icmp().identifier(from);
                packet.icmp().sequence(to);
                packet.icmp().computeChecksum();
            }
        }
        return packet;
    }

    private static void leaveUnfinished(Packet packet, int kind) {
        int sum = packet.ip().pseudoHeaderSum();
        if (kind == 0) {
            packet.udp().checksum(sum);
        } else {
            packet.tcp().checksum(sum);
        }
        packet.checksumToFinish(Ipv4Header.MIN_LENGTH, kind == 0 ? UdpHeader.CHECKSUM_OFFSET : TcpHeader.CHECKSUM_OFFSET);
    }

    private static void assertChecksums(Packet packet, int kind, boolean unfinished) {
        packet.markTransportHeader(Ipv4Header.MIN_LENGTH);
        assertThat(packet.ip().checksumIsRight()).isTrue();
        if (unfinished) {
            assertThat(packet.checksum()).isEqualTo(ChecksumState.TO_FINISH);
            assertThat(io.weft.net.packet.Checksum.finish(packet)).isTrue();
        }
        assertThat(switch (kind) {
            case 0 -> packet.udp().checksumIsRight();
            case 1 -> packet.tcp().checksumIsRight();
            default -> packet.icmp().checksumIsRight();
        }).isTrue();
    }

    /// Exchanges both ends, which leaves every checksum as it is; an echo request becomes its reply and the other way round.
    private static void turn(Packet packet, int kind) {
        packet.markTransportHeader(Ipv4Header.MIN_LENGTH);
        Ipv4Header ip = packet.ip();
        int source = ip.source();
        ip.source(ip.destination());
        ip.destination(source);
        switch (kind) {
            case 0 -> {
                int port = packet.udp().sourcePort();
                packet.udp().sourcePort(packet.udp().destinationPort());
                packet.udp().destinationPort(port);
            }
            case 1 -> {
                int port = packet.tcp().sourcePort();
                packet.tcp().sourcePort(packet.tcp().destinationPort());
                packet.tcp().destinationPort(port);
                packet.tcp().flags(packet.tcp().flags() ^ TcpHeader.ACK);
                packet.tcp().computeChecksum();
            }
            default -> {
                packet.icmp().type(packet.icmp().type() ^ 8);
                packet.icmp().computeChecksum();
            }
        }
    }
}
