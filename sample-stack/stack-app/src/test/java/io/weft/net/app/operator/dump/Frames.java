package io.weft.net.app.operator.dump;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import java.nio.ByteBuffer;
import java.util.List;

/// Frames of several kinds, from their bytes.
final class Frames {

    static final List<byte[]> ALL = List.of(
            arp(1, "10.0.0.1", "10.0.0.2"), arp(2, "10.0.0.2", "10.0.0.1"),
            ip("10.0.0.1", "10.0.0.2", 1, icmp(8)), ip("10.0.0.2", "10.0.0.1", 1, icmp(0)),
            ip("10.0.0.1", "192.0.2.7", 17, udp(5353, 53, 20)), ip("192.0.2.7", "10.0.0.1", 17, udp(53, 5353, 33)),
            ip("10.0.0.1", "198.51.100.9", 6, tcp(40_000, 80, 0x02, 0)), ip("198.51.100.9", "10.0.0.1", 6, tcp(80, 40_000, 0x12, 0)),
            ip("10.0.0.1", "198.51.100.9", 6, tcp(40_000, 80, 0x18, 100)), ip("198.51.100.9", "10.0.0.1", 6, tcp(80, 40_000, 0x11, 0)),
            ip("10.0.0.1", "198.51.100.9", 6, tcp(40_001, 8080, 0x04, 0)), ip("10.0.0.1", "10.0.0.3", 47, new byte[12]));

    private Frames() { }

    private static byte[] arp(int operation, String sender, String target) {
        ByteBuffer frame = ethernet(EthernetHeader.TYPE_ARP, 28, operation == 1);
        frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4).putShort((short) operation)
                .put(new byte[] {2, 0, 0, 0, 0, 9}).putInt(Ipv4.parse(sender)).put(new byte[6]).putInt(Ipv4.parse(target));
        return frame.array();
    }

    private static byte[] ip(String source, String destination, int protocol, byte[] payload) {
        ByteBuffer frame = ethernet(EthernetHeader.TYPE_IPV4, 20 + payload.length, false);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length)).putInt(0).put((byte) 64).put((byte) protocol)
                .putShort((short) 0).putInt(Ipv4.parse(source)).putInt(Ipv4.parse(destination)).put(payload);
        return frame.array();
    }

    private static ByteBuffer ethernet(int type, int length, boolean toAll) {
        ByteBuffer frame = ByteBuffer.allocate(EthernetHeader.LENGTH + length);
        byte[] destination = toAll ? new byte[] {-1, -1, -1, -1, -1, -1} : new byte[] {2, 0, 0, 0, 0, 1};
        return frame.put(destination).put(new byte[] {2, 0, 0, 0, 0, 9}).putShort((short) type);
    }

    private static byte[] icmp(int type) {
        return ByteBuffer.allocate(64).put((byte) type).put((byte) 0).putShort((short) 0).putShort((short) 7).putShort((short) 1).array();
    }

    private static byte[] udp(int source, int destination, int bytes) {
        return ByteBuffer.allocate(8 + bytes).putShort((short) source).putShort((short) destination).putShort((short) (8 + bytes)).array();
    }

    private static byte[] tcp(int source, int destination, int flags, int bytes) {
        return ByteBuffer.allocate(20 + bytes).putShort((short) source).putShort((short) destination).putInt(1000).putInt(2000)
                .put((byte) 0x50).put((byte) flags).putShort((short) 512).array();
    }

    /// The frame as the loop has it.
    static Packet packet(PacketPool pool, byte[] frame) {
        Packet packet = pool.take();
        if (packet == null) {
            throw new IllegalStateException("the pool is empty");
        }
        packet.append(frame);
        return packet;
    }

    static CapturedFrame captured(byte[] frame, long timeNs) {
        return new CapturedFrame(frame, frame.length, timeNs, false);
    }
}
