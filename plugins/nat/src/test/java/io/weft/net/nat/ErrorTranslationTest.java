package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import org.junit.jupiter.api.Test;

class ErrorTranslationTest {

    private static final int QUOTE = Ipv4Header.MIN_LENGTH + IcmpHeader.LENGTH;

    @Test
    void errorAboutASnatFlowQuotesWhatTheSenderSent() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            Packet sent = nat.packets().udp("192.168.1.2", "8.8.8.8", 5000, 53);
            byte[] original = sent.toByteArray();
            assertThat(nat.forward(sent, NatDouble.LAN)).isTrue();
            Packet error = errorAbout(nat, sent, "203.0.113.2", "203.0.113.10", 3, 3, sent.length());
            assertThat(nat.forward(error, NatDouble.WAN)).isTrue();
            assertRight(error, "203.0.113.2", "192.168.1.2");
            byte[] quoted = new byte[original.length];
            error.copyTo(QUOTE, quoted, 0, quoted.length);
            assertThat(quoted).isEqualTo(original);
            error.release();
            sent.release();
        }
    }

    @Test
    void errorAboutADnatFlowComesFromThePublishedAddress() throws Exception {
        try (var nat = new NatDouble("-A PREROUTING -i eth1 -p udp -j DNAT --to-destination 192.168.1.2:5353")) {
            Packet sent = nat.packets().udp("203.0.113.2", "203.0.113.1", 7000, 53);
            byte[] original = sent.toByteArray();
            assertThat(nat.forward(sent, NatDouble.WAN)).isTrue();
            Packet error = errorAbout(nat, sent, "192.168.1.2", "203.0.113.2", 3, 3, 28);
            assertThat(nat.forward(error, NatDouble.LAN)).isTrue();
            assertRight(error, "203.0.113.1", "203.0.113.2");
            byte[] quoted = new byte[28];
            error.copyTo(QUOTE, quoted, 0, quoted.length);
            assertThat(quoted).isEqualTo(java.util.Arrays.copyOf(original, 28));
            error.release();
            sent.release();
        }
    }

    @Test
    void quotedSegmentMayBeCutOffBeforeItsChecksum() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            Packet sent = nat.packets().tcp(5000, 80, TcpHeader.SYN);
            assertThat(nat.forward(sent, NatDouble.LAN)).isTrue();
            Packet error = errorAbout(nat, sent, "203.0.113.2", "203.0.113.10", 11, 0, 28);
            assertThat(nat.forward(error, NatDouble.WAN)).isTrue();
            assertRight(error, "203.0.113.2", "192.168.1.2");
            assertThat(error.i32(QUOTE + 12)).isEqualTo(Ipv4.parse("192.168.1.2"));
            error.release();
            sent.release();
        }
    }

    @Test
    void redirectForATranslatedFlowIsDropped() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            Packet sent = nat.packets().udp("192.168.1.2", "8.8.8.8", 5000, 53);
            assertThat(nat.forward(sent, NatDouble.LAN)).isTrue();
            Packet redirect = errorAbout(nat, sent, "203.0.113.2", "203.0.113.10", 5, 1, 28);
            assertThat(nat.forward(redirect, NatDouble.WAN)).isFalse();
            redirect.release();
            sent.release();
        }
    }

    @Test
    void redirectForAFlowThatIsNotTranslatedPasses() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -s 10.0.0.0/8 -j SNAT --to-source 203.0.113.10")) {
            Packet sent = nat.packets().udp("192.168.1.2", "8.8.8.8", 5000, 53);
            assertThat(nat.forward(sent, NatDouble.LAN)).isTrue();
            Packet redirect = errorAbout(nat, sent, "203.0.113.2", "192.168.1.2", 5, 1, 28);
            assertThat(nat.forward(redirect, NatDouble.WAN)).isTrue();
            redirect.release();
            sent.release();
        }
    }

    private static void assertRight(Packet error, String source, String destination) {
        error.markTransportHeader(error.ip().headerLength());
        assertThat(Ipv4.format(error.ip().source())).isEqualTo(source);
        assertThat(Ipv4.format(error.ip().destination())).isEqualTo(destination);
        assertThat(error.ip().checksumIsRight()).isTrue();
        assertThat(error.icmp().checksumIsRight()).isTrue();
    }

    private static Packet errorAbout(NatDouble nat, Packet about, String from, String to, int type, int code, int quoted) {
        Packet error = nat.packets().ip(from, to, Ipv4Header.PROTOCOL_ICMP, IcmpHeader.LENGTH + quoted);
        error.copyFrom(QUOTE, about, 0, quoted);
        error.icmp().type(type);
        error.icmp().code(code);
        error.icmp().computeChecksum();
        return error;
    }
}
