package io.weft.net.stack.tcp;

import io.weft.net.packet.Packet;

/// Bytes by their sequence number, as many at a time as its bound says. It has memory only while it is used, and takes more as it is
/// needed.
final class ByteRing {

    private static final byte[] NONE = {};

    private final RingMemory memory;
    private byte[] bytes = NONE;

    ByteRing(RingMemory memory) {
        this.memory = memory;
    }

    /// Makes room for what lies from `first` to before `end`, and keeps what does already.
    void reach(int first, int end) {
        if (end - first > bytes.length) {
            grow(first, end - first);
        }
    }

    private void grow(int first, int wanted) {
        byte[] smaller = bytes;
        bytes = memory.take(wanted);
        if (smaller.length == 0) {
            return;
        }
        // what is at `first` there may be anywhere; both halves of it are put behind each other here
        int place = first & smaller.length - 1;
        put(first, smaller, place, smaller.length - place);
        put(first + smaller.length - place, smaller, 0, place);
        memory.giveBack(smaller);
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
        if (bytes.length > 0) {
            memory.giveBack(bytes);
            bytes = NONE;
        }
    }

    /// What it takes now.
    int memoryBytes() {
        return bytes.length;
    }
}
