package io.weft.net.stack.tcp;

import io.weft.net.packet.Packet;

/// Bytes by their sequence number. It has memory only while it holds something, and takes more as it is needed, as far as the stack has any.
final class ByteRing {

    private static final byte[] NONE = {};

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
        int size = SpareArrays.length(wanted);
        if (!memory.take(size - bytes.length)) {
            if (bytes.length > 0) {
                return first + bytes.length;
            }
            size = SpareArrays.LEAST;
            memory.takeAnyway(size);
        }
        counted = size;
        grow(first, size);
        return SeqNum.min(end, first + size);
    }

    private void grow(int first, int size) {
        byte[] smaller = bytes;
        bytes = memory.arrays().take(size);
        if (smaller.length == 0) {
            return;
        }
        // what is at `first` there may be anywhere; both halves of it are put behind each other here
        int place = first & smaller.length - 1;
        put(first, smaller, place, smaller.length - place);
        put(first + smaller.length - place, smaller, 0, place);
        memory.arrays().giveBack(smaller);
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

    /// Nothing in it is needed any more: gives its memory back.
    void clear() {
        disown();
        if (bytes.length > 0) {
            memory.arrays().giveBack(bytes);
            bytes = NONE;
        }
    }
}
