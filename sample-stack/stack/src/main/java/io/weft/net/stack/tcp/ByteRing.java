package io.weft.net.stack.tcp;

import io.weft.net.packet.Packet;

/// Bytes by their sequence number, as many at a time as its bound says. It begins small and grows as it is used.
final class ByteRing {

    private static final byte[] NONE = {};
    private static final int LEAST = 4_096;

    private byte[] bytes = NONE;

    /// Makes room for what lies from `first` to before `end`, and keeps what does already.
    void reach(int first, int end) {
        int wanted = end - first;
        if (wanted <= bytes.length) {
            return;
        }
        byte[] larger = new byte[Math.max(LEAST, Integer.highestOneBit(wanted - 1) * 2)];
        if (bytes.length > 0) {
            int mask = larger.length - 1;
            for (int i = 0; i < bytes.length; i++) {
                larger[first + i & mask] = bytes[first + i & bytes.length - 1];
            }
        }
        bytes = larger;
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
    }
}
