package io.weft.net.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.TestPackets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectTest {

    private final FilterDouble filter = new FilterDouble();
    private final TestPackets packets = new TestPackets(filter.stack());

    @AfterEach
    void noPacketIsLeft() throws Exception {
        filter.close();
    }

    @ParameterizedTest
    @CsvSource({
        "icmp-net-unreachable, 0", "icmp-host-unreachable, 1", "icmp-proto-unreachable, 2", "icmp-port-unreachable, 3",
        "icmp-net-prohibited, 9", "icmp-host-prohibited, 10", "icmp-admin-prohibited, 13"})
    void everyKindOfIcmpAnswersItsCode(String kind, int code) {
        filter.shell().ok("iptables -A INPUT -j REJECT --reject-with " + kind);
        reject(packets.udp(1, 2));
        assertThat(filter.stack().sent()).containsExactly("icmp 3/" + code);
    }

    @Test
    void portUnreachableIsTheDefault() {
        filter.shell().ok("iptables -A INPUT -j REJECT");
        reject(packets.icmp(8, 0));
        assertThat(filter.stack().sent()).containsExactly("icmp 3/3");
    }

    @Test
    void tcpResetAnswersWithAReset() {
        filter.shell().ok("iptables -A INPUT -p tcp -j REJECT --reject-with tcp-reset");
        reject(packets.tcp(1, 2, TcpHeader.SYN));
        assertThat(filter.stack().sent()).containsExactly("reset");
    }

    @Test
    void badChecksumIsDroppedWithoutAWord() {
        filter.shell().ok("iptables -A INPUT -j REJECT");
        Packet udp = packets.udp(1, 2);
        udp.udp().checksum(udp.udp().checksum() ^ 1);
        reject(udp);
        Packet tcp = packets.tcp(1, 2, TcpHeader.SYN);
        tcp.tcp().checksum(tcp.tcp().checksum() ^ 1);
        reject(tcp);
        Packet icmp = packets.icmp(8, 0);
        icmp.icmp().checksum(icmp.icmp().checksum() ^ 1);
        reject(icmp);
        Packet unknown = packets.ip("1.1.1.1", "2.2.2.2", 253, 2);
        unknown.u8(20, 7);
        reject(unknown);
        assertThat(filter.stack().sent()).isEmpty();
    }

    @Test
    void checksumThatNobodyNeedsIsNotLookedAt() {
        filter.shell().ok("iptables -A INPUT -j REJECT");
        Packet none = packets.udp(1, 2);
        none.udp().checksum(0);
        reject(none);
        Packet unfinished = packets.tcp(1, 2, TcpHeader.ACK);
        unfinished.tcp().checksum(1);
        unfinished.checksumToFinish(20, TcpHeader.CHECKSUM_OFFSET);
        reject(unfinished);
        Packet verified = packets.tcp(1, 2, TcpHeader.ACK);
        verified.tcp().checksum(1);
        verified.checksum(ChecksumState.VERIFIED);
        reject(verified);
        reject(packets.ip("1.1.1.1", "2.2.2.2", 47, 8));
        assertThat(filter.stack().sent()).hasSize(4);
    }

    @Test
    void laterFragmentIsDroppedWithoutAWord() {
        filter.shell().ok("iptables -A INPUT -j REJECT");
        reject(packets.laterFragment(packets.udp(1, 2), 64));
        assertThat(filter.stack().sent()).isEmpty();
    }

    @Test
    void eachChainStandsAtItsHook() {
        filter.shell().ok("iptables -A FORWARD -p udp -j DROP", "iptables -A OUTPUT -p icmp -j DROP");
        assertThat(ends(filter.table()::forward, packets.udp(1, 2))).isEqualTo(Verdict.Kind.DROP);
        assertThat(ends(filter.table()::output, packets.udp(1, 2))).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(ends(filter.table()::output, packets.icmp(8, 0))).isEqualTo(Verdict.Kind.DROP);
        assertThat(ends(filter.table()::input, packets.icmp(8, 0))).isEqualTo(Verdict.Kind.ACCEPT);
    }

    private void reject(Packet packet) {
        assertThat(ends(filter.table()::input, packet)).isEqualTo(Verdict.Kind.DROP);
    }

    private static Verdict.Kind ends(Handler<Packet> hook, Packet packet) {
        Verdict verdict = hook.handle(packet);
        packet.release();
        return verdict.kind();
    }
}
