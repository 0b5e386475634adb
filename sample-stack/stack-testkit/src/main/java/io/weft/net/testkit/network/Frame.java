package io.weft.net.testkit.network;

import io.weft.net.address.Ipv4;
import io.weft.net.testkit.packet.PacketAssert;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/// A frame that a host put on a link, as it left the host.
///
/// @param at since the network came up
/// @param bytes an Ethernet frame; not to be changed
/// @param fate what the link did with it
public record Frame(Duration at, Link link, Host from, byte[] bytes, Fate fate) {

    private static final int IP = 14;
    private static final int ADDRESSES = 12;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;

    /// Begins an assertion about its packet, whose lengths and checksums are looked at first.
    public PacketAssert assertThatIt() {
        return PacketAssert.assertThatFrame(bytes);
    }

    public boolean isIp() {
        return u16(12) == 0x0800;
    }

    public boolean isUdp() {
        return isProtocol(UDP);
    }

    public boolean isTcp() {
        return isProtocol(TCP);
    }

    public boolean isIcmp() {
        return isProtocol(ICMP);
    }

    private boolean isProtocol(int number) {
        return isIp() && bytes[IP + 9] == number;
    }

    private int u16(int at) {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(at));
    }

    private String address(int at) {
        return Ipv4.format(ByteBuffer.wrap(bytes).getInt(IP + ADDRESSES + at));
    }

    /// One line, such as `0.020000 client  UDP 192.168.1.1:4000 > 203.0.113.2:53, 42 bytes  LOST`.
    @Override
    public String toString() {
        String time = String.format(Locale.ROOT, "%d.%06d", at.toSeconds(), at.toNanosPart() / 1_000);
        return time + " " + from.name() + "  " + what() + ", " + bytes.length + " bytes" + (fate == Fate.ARRIVES ? "" : "  " + fate);
    }

    private String what() {
        if (!isIp()) {
            return u16(12) == 0x0806 ? "ARP" : String.format("type %04x", u16(12));
        }
        int transport = IP + (bytes[IP] & 0xF) * 4;
        String protocol = isTcp() ? "TCP" : isUdp() ? "UDP" : isIcmp() ? "ICMP" : "protocol " + Byte.toUnsignedInt(bytes[IP + 9]);
        boolean ports = (isTcp() || isUdp()) && (u16(IP + 6) & 0x1FFF) == 0;
        return protocol + " " + address(0) + (ports ? ":" + u16(transport) : "") + " > " + address(4) + (ports ? ":" + u16(transport + 2) : "");
    }
}
