package io.weft.net.stack.tcp;

import io.weft.net.packet.Packet;

/// Bytes by their sequence number. It begins small and grows as it is used, as far as the stack has memory.
final class ByteRing {

    private static final byte[] NONE = {};
    private static final int LEAST = 4_096;

    private final TcpMemory memory;
    private byte[] bytes = NONE;
    /// What of it is on the stack's account.
    private int counted;

    ByteRing(TcpMemory memory) {
        this.memory = memory;
    }

    /// Makes room for what lies from `first` to before `end`, and keeps what does already.
    ///
    /// @return where the room ends: before `end`, where the stack has no memory left
    int reach(int first, int end) {
        int wanted = end - first;
        if (wanted <= bytes.length) {
            return end;
        }
        int size = Math.max(LEAST, Integer.highestOneBit(wanted - 1) * 2);
        if (!memory.take(size - bytes.length)) {
            if (bytes.length >= LEAST) {
                return first + bytes.length;
            }
            size = LEAST;
            memory.takeAnyway(LEAST);
        }
        counted = size;
        byte[] larger = new byte[size];
        if (bytes.length > 0) {
            int mask = larger.length - 1;
            for (int i = 0; i < bytes.length; i++) {
                larger[first + i & mask] = bytes[first + i & bytes.length - 1];
            }
        }
        bytes = larger;
        return SeqNum.min(end, first + size);
    }

    /// Nothing is in it: where memory is short, others may have more use for it.
    void idle() {
        if (bytes.length > LEAST && memory.isShort()) {
            clear();
        }
    }

    /// From now on it is the program's affair what it takes, not the stack's.
    void disown() {
        memory.give(counted);
        counted = 0;
    }

    void put(int at, byte[] from, int offset, int length) {
        if (length == 0) {
            return;
        }
        int place = at & bytes.length - 1;
        int whole = Math.min(length, bytes.length - place);
        System.arraycopy(from, offset, bytes, place, whole);
        System.arraycopy(from, offset + whole, bytes, 0, length - whole);
    }

    void put(int at, Packet from, int offset, int length) {
        if (length == 0) {
            return;
        }
        int place = at & bytes.length - 1;
        int whole = Math.min(length, bytes.length - place);
        from.copyTo(offset, bytes, place, whole);
        from.copyTo(offset + whole, bytes, 0, length - whole);
    }

    void get(int at, byte[] to, int offset, int length) {
        if (length == 0) {
            return;
        }
        int place = at & bytes.length - 1;
        int whole = Math.min(length, bytes.length - place);
        System.arraycopy(bytes, place, to, offset, whole);
        System.arraycopy(bytes, 0, to, offset + whole, length - whole);
    }

    void get(int at, Packet to, int offset, int length) {
        if (length == 0) {
            return;
        }
        int place = at & bytes.length - 1;
        int whole = Math.min(length, bytes.length - place);
        to.copyFrom(offset, bytes, place, whole);
        to.copyFrom(offset + whole, bytes, 0, length - whole);
    }

    /// Gives its memory back.
    void clear() {
        bytes = NONE;
        disown();
    }
}
