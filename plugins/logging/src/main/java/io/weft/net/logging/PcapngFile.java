package io.weft.net.logging;

import io.weft.net.netfilter.PacketHooks;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A file of packets in the format pcapng (draft-ietf-opsawg-pcapng), of link type NFLOG: each packet bears its group, prefix, hook, mark
/// and interfaces, in the attributes in which the kernel's `nfnetlink_log` sends them. There is an interface block for each NIC.
final class PcapngFile implements AutoCloseable {

    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int LINK_TYPE_NFLOG = 239;
    private static final int FRAME_OVERHEAD = 512;
    private static final int MAX_PACKET = 1 << 16;

    // options of blocks
    private static final int COMMENT = 1;
    private static final int USER_APPLICATION = 4;
    private static final int NAME = 2;
    private static final int TIME_RESOLUTION = 9;
    private static final int FLAGS = 2;
    private static final byte NANOSECONDS = 9;

    // attributes of a packet, the kernel's enum nfulnl_attr_type
    private static final int PACKET_HEADER = 1;
    private static final int MARK = 2;
    private static final int TIMESTAMP = 3;
    private static final int IN_DEVICE = 4;
    private static final int OUT_DEVICE = 5;
    private static final int HARDWARE_ADDRESS = 8;
    private static final int PAYLOAD = 9;
    private static final int PREFIX = 10;
    private static final byte AF_INET = 2;
    private static final short TYPE_IPV4 = 0x0800;

    private static final List<String> HOOKS = List.of(
            PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD, PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING);

    private final OutputStream out;
    private final Map<String, Integer> interfaces = new HashMap<>();
    private final ByteBuffer frame = ByteBuffer.allocate(MAX_PACKET + FRAME_OVERHEAD).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer block = ByteBuffer.allocate(MAX_PACKET + 2 * FRAME_OVERHEAD).order(ByteOrder.LITTLE_ENDIAN);
    private long size;

    private PcapngFile(OutputStream out) {
        this.out = out;
    }

    /// @param comment says what the file holds
    static PcapngFile create(Path path, String comment) throws IOException {
        var file = new PcapngFile(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16));
        file.begin(SECTION);
        file.block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        file.option(COMMENT, comment.getBytes(StandardCharsets.UTF_8));
        file.option(USER_APPLICATION, "weft".getBytes(StandardCharsets.UTF_8));
        file.end();
        return file;
    }

    long size() {
        return size;
    }

    void write(LoggedPacket packet) throws IOException {
        // what leaves this host was captured where it goes, all else where it came from
        boolean leaves = packet.in().isEmpty();
        int device = device(leaves ? packet.out() : packet.in());
        frame(packet);
        begin(ENHANCED_PACKET);
        long nanos = TimeUnit.SECONDS.toNanos(packet.at().getEpochSecond()) + packet.at().getNano();
        // a packet that --nflog-size cut is complete as a message of NFLOG; its IP header tells how long it was
        block.putInt(device).putInt((int) (nanos >>> 32)).putInt((int) nanos).putInt(frame.position()).putInt(frame.position());
        block.put(frame.array(), 0, frame.position());
        pad(block);
        option(FLAGS, new byte[] {(byte) (leaves ? 2 : 1), 0, 0, 0});
        end();
    }

    /// The interface block of a NIC, written before the first packet that needs it.
    private int device(String name) throws IOException {
        Integer known = interfaces.get(name);
        if (known != null) {
            return known;
        }
        begin(INTERFACE);
        block.putShort((short) LINK_TYPE_NFLOG).putShort((short) 0).putInt(0);
        option(NAME, (name.isEmpty() ? "-" : name).getBytes(StandardCharsets.UTF_8));
        option(TIME_RESOLUTION, new byte[] {NANOSECONDS});
        end();
        interfaces.put(name, interfaces.size());
        return interfaces.size() - 1;
    }

    /// The kernel's netlink attributes behind the family and the group, lengths and types in the section's byte order.
    private void frame(LoggedPacket packet) {
        frame.clear();
        frame.put(AF_INET).put((byte) 0);
        big((short) packet.group());
        attribute(PACKET_HEADER, 4);
        big(TYPE_IPV4);
        frame.put((byte) HOOKS.indexOf(packet.hook())).put((byte) 0);
        if (packet.mark() != 0) {
            number(MARK, packet.mark());
        }
        attribute(TIMESTAMP, 16);
        frame.order(ByteOrder.BIG_ENDIAN).putLong(packet.at().getEpochSecond()).putLong(packet.at().getNano() / 1000)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (packet.inIndex() != 0) {
            number(IN_DEVICE, packet.inIndex());
        }
        if (packet.outIndex() != 0) {
            number(OUT_DEVICE, packet.outIndex());
        }
        if (!packet.sourceMac().isEmpty()) {
            attribute(HARDWARE_ADDRESS, 12);
            big((short) 6);
            frame.putShort((short) 0).put(HexFormat.ofDelimiter(":").parseHex(packet.sourceMac())).putShort((short) 0);
        }
        byte[] prefix = packet.prefix().getBytes(StandardCharsets.UTF_8);
        attribute(PREFIX, prefix.length + 1);
        frame.put(prefix).put((byte) 0);
        pad(frame);
        attribute(PAYLOAD, packet.bytes().length);
        frame.put(packet.bytes());
        pad(frame);
    }

    private void attribute(int type, int length) {
        frame.putShort((short) (4 + length)).putShort((short) type);
    }

    private void number(int type, int value) {
        attribute(type, 4);
        frame.order(ByteOrder.BIG_ENDIAN).putInt(value).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void big(short value) {
        frame.putShort(Short.reverseBytes(value));
    }

    private void begin(int type) {
        block.clear().putInt(type).putInt(0);
    }

    private void option(int code, byte[] value) {
        block.putShort((short) code).putShort((short) value.length).put(value);
        pad(block);
    }

    private void end() throws IOException {
        // the end of the options, then the block's length once more
        block.putInt(0);
        int length = block.position() + Integer.BYTES;
        block.putInt(length).putInt(4, length);
        out.write(block.array(), 0, length);
        size += length;
    }

    private static void pad(ByteBuffer to) {
        while (to.position() % 4 != 0) {
            to.put((byte) 0);
        }
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
