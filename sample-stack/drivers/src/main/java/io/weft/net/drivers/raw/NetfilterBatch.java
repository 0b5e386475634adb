package io.weft.net.drivers.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.weft.net.drivers.linux.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Messages to nf_tables' netdev family that hold together or not at all: netlink(7) framing with attributes.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------------------------------------------------------+
///     |                        message length                         |
///     +-------------------------------+-------------------------------+
///     |            type               |             flags             |
///     +-------------------------------+-------------------------------+
///     |                       sequence number                         |
///     +---------------------------------------------------------------+
///     |                     sender (0: the kernel)                    |
///     +---------------+---------------+-------------------------------+
///     |    family     |    version    |          subsystem            |
///     +---------------+---------------+-------------------------------+
///     |  attributes: length, type, value padded to 32 bits (variable) |
///     +---------------------------------------------------------------+
final class NetfilterBatch {

    private static final int NFNL_MSG_BATCH_BEGIN = 0x10;
    private static final int NFNL_MSG_BATCH_END = 0x11;
    private static final int NFNL_SUBSYS_NFTABLES = 10;
    private static final int NFPROTO_NETDEV = 5;
    private static final int NLM_F_REQUEST = 1;
    private static final int NLM_F_ACK = 4;
    private static final int NLM_F_EXCL = 0x200;
    private static final int NLM_F_CREATE = 0x400;
    private static final int NLMSG_ERROR = 2;
    private static final int NLA_F_NESTED = 0x8000;
    private static final int HEADER = 16;
    private static final int SIZE = 4096;
    private static final int ANSWERS = 1 << 16;

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
    private int messageAt;
    private int nestAt;
    private int asked;

    NetfilterBatch() {
        begin(NFNL_MSG_BATCH_BEGIN, NLM_F_REQUEST, 0, NFNL_SUBSYS_NFTABLES);
        end();
    }

    private void begin(int type, int flags, int family, int subsystem) {
        messageAt = bytes.position();
        bytes.putInt(0).putShort((short) type).putShort((short) flags).putInt(asked).putInt(0);
        bytes.put((byte) family).put((byte) 0).putShort(bigEndian((short) subsystem));
    }

    /// Begins a message that makes something new.
    NetfilterBatch message(int type) {
        asked++;
        begin(NFNL_SUBSYS_NFTABLES << 8 | type, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, NFPROTO_NETDEV, 0);
        return this;
    }

    NetfilterBatch end() {
        bytes.putInt(messageAt, bytes.position() - messageAt);
        return this;
    }

    NetfilterBatch text(int attribute, String value) {
        byte[] text = (value + "\0").getBytes(StandardCharsets.UTF_8);
        bytes.putShort((short) (4 + text.length)).putShort((short) attribute).put(text);
        while (bytes.position() % 4 != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }

    NetfilterBatch number(int attribute, int value) {
        bytes.putShort((short) 8).putShort((short) attribute).putInt(bigEndian(value));
        return this;
    }

    NetfilterBatch nest(int attribute) {
        nestAt = bytes.position();
        bytes.putShort((short) 0).putShort((short) (attribute | NLA_F_NESTED));
        return this;
    }

    NetfilterBatch endNest() {
        bytes.putShort(nestAt, (short) (bytes.position() - nestAt));
        return this;
    }

    /// Sends the batch and reads the kernel's answers, which are there when the call returns.
    ///
    /// @return 0, or a negated error number
    static int send(Libc libc, int fd, NetfilterBatch batch) {
        batch.begin(NFNL_MSG_BATCH_END, NLM_F_REQUEST, 0, NFNL_SUBSYS_NFTABLES);
        batch.end();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(SIZE, 4);
            MemorySegment.copy(batch.bytes.array(), 0, request, JAVA_BYTE, 0, batch.bytes.position());
            int sent = libc.send(fd, request.address(), batch.bytes.position(), 0);
            return sent < 0 ? sent : answers(libc, fd, arena.allocate(ANSWERS, 4), batch.asked);
        }
    }

    private static int answers(Libc libc, int fd, MemorySegment buffer, int asked) {
        int acknowledged = 0;
        while (acknowledged < asked) {
            int length = libc.recv(fd, buffer.address(), ANSWERS, Libc.MSG_DONTWAIT);
            if (length < 0) {
                return length;
            }
            ByteBuffer answers = buffer.asSlice(0, length).asByteBuffer().order(ByteOrder.nativeOrder());
            for (int at = 0; at + HEADER + 4 <= length; ) {
                int error = answers.getInt(at + HEADER);
                if (answers.getShort(at + 4) == NLMSG_ERROR && error != 0) {
                    return error;
                }
                acknowledged++;
                at += Math.max(HEADER, answers.getInt(at) + 3 & ~3);
            }
        }
        return 0;
    }

    private static int bigEndian(int value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    private static short bigEndian(short value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
    }
}
