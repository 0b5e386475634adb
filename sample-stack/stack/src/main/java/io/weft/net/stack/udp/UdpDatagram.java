package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.route.NetInterface;
import org.jspecify.annotations.Nullable;

/// Where {@link UdpSocket#receive} puts a datagram and what it says of it. Used again and again.
public final class UdpDatagram {

    private byte[] bytes;
    private int offset;
    private int room;
    int source;
    int sourcePort;
    int destination;
    @Nullable NetInterface device;
    int fullLength;

    public UdpDatagram(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /// @param room how many bytes from `offset` on may be written
    public UdpDatagram(byte[] bytes, int offset, int room) {
        this.bytes = bytes;
        into(bytes, offset, room);
    }

    /// Has the next datagram written elsewhere.
    public void into(byte[] into, int at, int length) {
        if ((at | length) < 0 || length > into.length - at) {
            throw new IndexOutOfBoundsException(length + " bytes at " + at + " are not within " + into.length);
        }
        bytes = into;
        offset = at;
        room = length;
    }

    /// The array that the payload was written to, from {@link #offset} on.
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    int room() {
        return room;
    }

    /// Bytes of payload that were written.
    public int length() {
        return Math.min(room, fullLength);
    }

    /// Bytes of payload that the datagram had; those that there was no room for are gone.
    public int fullLength() {
        return fullLength;
    }

    /// The address it came from.
    public int source() {
        return source;
    }

    public int sourcePort() {
        return sourcePort;
    }

    /// The address it was sent to: one of this host's, of a group, or a broadcast address.
    public int destination() {
        return destination;
    }

    /// The interface it came in by; null before the first datagram.
    public @Nullable NetInterface device() {
        return device;
    }

    @Override
    public String toString() {
        return fullLength + " bytes from " + Ipv4.format(source) + ":" + sourcePort;
    }
}
