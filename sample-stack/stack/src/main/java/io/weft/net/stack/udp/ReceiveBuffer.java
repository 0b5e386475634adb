package io.weft.net.stack.udp;

import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The datagrams of a socket that nobody has read yet, copied out of their packets: a reader that sleeps holds no packet of the pool.
///
/// Payloads lie in a ring of bytes, what is known of each in rings beside it; both grow up to what the socket's limit lets in.
final class ReceiveBuffer {

    /// What a datagram costs beyond its payload.
    static final int OVERHEAD = 64;

    private static final int LEAST_BYTES = 2_048;
    private static final int LEAST_DATAGRAMS = 16;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int firstByte;
    private int usedBytes;

    private int[] sources = new int[0];
    private int[] sourcePorts = new int[0];
    private int[] destinations = new int[0];
    private int[] lengths = new int[0];
    private @Nullable NetInterface[] devices = new NetInterface[0];
    private int first;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /// Bytes that count against the limit.
    int usedBytes() {
        return usedBytes + count * OVERHEAD;
    }

    /// Payload bytes of the datagram that is next.
    int nextLength() {
        return count == 0 ? 0 : lengths[first];
    }

    /// Copies a datagram in behind the others. As in the kernel it is let in as long as no more than the limit waits already, so that
    /// one of any size always is.
    ///
    /// @return false when there is no room
    boolean add(Packet datagram, int limitBytes) {
        if (usedBytes() > limitBytes) {
            return false;
        }
        int length = datagram.length();
        reach(usedBytes + length);
        if (count == lengths.length) {
            growDatagrams();
        }
        int at = first + count & lengths.length - 1;
        sources[at] = datagram.ip().source();
        sourcePorts[at] = datagram.udp().sourcePort();
        destinations[at] = datagram.ip().destination();
        lengths[at] = length;
        devices[at] = datagram.in();
        int place = firstByte + usedBytes & bytes.length - 1;
        int whole = Math.min(length, bytes.length - place);
        datagram.copyTo(0, bytes, place, whole);
        datagram.copyTo(whole, bytes, 0, length - whole);
        usedBytes += length;
        count++;
        return true;
    }

    /// Copies the oldest datagram out and leaves it there.
    void peek(UdpDatagram into) {
        into.source = sources[first];
        into.sourcePort = sourcePorts[first];
        into.destination = destinations[first];
        into.device = devices[first];
        into.fullLength = lengths[first];
        int length = into.length();
        int whole = Math.min(length, bytes.length - firstByte);
        System.arraycopy(bytes, firstByte, into.bytes(), into.offset(), whole);
        System.arraycopy(bytes, 0, into.bytes(), into.offset() + whole, length - whole);
    }

    /// Forgets the oldest datagram.
    void remove() {
        firstByte = firstByte + lengths[first] & bytes.length - 1;
        usedBytes -= lengths[first];
        devices[first] = null;
        first = first + 1 & lengths.length - 1;
        count--;
    }

    /// Forgets all, and gives the memory back.
    void clear() {
        bytes = NONE;
        usedBytes = 0;
        firstByte = 0;
        first = 0;
        count = 0;
        Arrays.fill(devices, null);
    }

    private void reach(int wanted) {
        if (wanted <= bytes.length && bytes.length > 0) {
            return;
        }
        byte[] larger = new byte[Math.max(LEAST_BYTES, Integer.highestOneBit(Math.max(1, wanted - 1)) * 2)];
        int whole = Math.min(usedBytes, bytes.length - firstByte);
        System.arraycopy(bytes, firstByte, larger, 0, whole);
        System.arraycopy(bytes, 0, larger, whole, usedBytes - whole);
        bytes = larger;
        firstByte = 0;
    }

    private void growDatagrams() {
        int size = Math.max(LEAST_DATAGRAMS, lengths.length * 2);
        sources = unrolled(sources, size);
        sourcePorts = unrolled(sourcePorts, size);
        destinations = unrolled(destinations, size);
        lengths = unrolled(lengths, size);
        @Nullable NetInterface[] more = new NetInterface[size];
        System.arraycopy(devices, first, more, 0, devices.length - first);
        System.arraycopy(devices, 0, more, devices.length - first, first);
        devices = more;
        first = 0;
    }

    /// Only ever called on a full ring.
    private int[] unrolled(int[] ring, int size) {
        int[] more = new int[size];
        System.arraycopy(ring, first, more, 0, ring.length - first);
        System.arraycopy(ring, 0, more, ring.length - first, first);
        return more;
    }
}
