package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.Allocation;
import io.weft.net.packet.Packet;
import org.junit.jupiter.api.Test;

class AllocationTest {

    private static final int PACKETS = 250_000;

    @Test
    void packetsOfAnEstablishedConnectionAllocateNothing() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10",
                "-A PREROUTING -i eth0 -d 8.8.8.8 -j DNAT --to-destination 203.0.113.2")) {
            Packet there = nat.packets().udp("192.168.1.2", "8.8.8.8", 5000, 53);
            Packet back = nat.packets().udp("203.0.113.2", "203.0.113.10", 53, 5000);
            byte[] inside = there.toByteArray();
            byte[] outside = back.toByteArray();
            for (int i = 0; i < 4; i++) {
                assertThat(nat.forward(there, NatDouble.LAN) && nat.forward(back, NatDouble.WAN)).isTrue();
                there.copyFrom(0, inside, 0, inside.length);
                back.copyFrom(0, outside, 0, outside.length);
            }
            assertThat(Allocation.bytesOf(() -> translate(nat, there, inside, back, outside, PACKETS))).isZero();
            assertThat(nat.shell().ok("iptables -t nat -nvxL POSTROUTING")).containsPattern(" 1 +40 SNAT ");
            there.release();
            back.release();
        }
    }

    private static void translate(NatDouble nat, Packet there, byte[] inside, Packet back, byte[] outside, int times) {
        for (int i = 0; i < times; i++) {
            there.out(NatDouble.WAN);
            nat.table().prerouting(there);
            nat.table().postrouting(there);
            there.copyFrom(0, inside, 0, inside.length);
            back.out(NatDouble.LAN);
            nat.table().prerouting(back);
            nat.table().postrouting(back);
            back.copyFrom(0, outside, 0, outside.length);
        }
    }
}
