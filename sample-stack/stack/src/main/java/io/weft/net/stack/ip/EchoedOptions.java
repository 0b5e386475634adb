package io.weft.net.stack.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;

/// The IP options that an answer bears because the packet it answers had them (RFC 1122 §3.2.2.6 and §4.2.3.8): its recorded route and
/// timestamps go on being recorded, its source route is taken backwards. The kernel's ip_options_echo and ip_options_build.
///
/// Made once and read from packet after packet.
public final class EchoedOptions {

    /// For packets that answer nothing: never read from one.
    public static final EchoedOptions NONE = new EchoedOptions();

    private static final int MAX_LENGTH = Ipv4Header.MAX_LENGTH - Ipv4Header.MIN_LENGTH;

    private final byte[] bytes = new byte[MAX_LENGTH];
    private int length;
    /// Where this host's address is to be written, or -1.
    private int recordAt = -1;
    private int stampAddressAt = -1;
    private int stampTimeAt = -1;
    private int lastStopAt = -1;
    private int firstStop;

    /// Reads what to answer `packet` with. Nothing for a packet whose options {@link IpInput} has not read.
    ///
    /// @return false when its options leave no room for an answer
    public boolean read(Packet packet) {
        length = 0;
        recordAt = -1;
        stampAddressAt = -1;
        stampTimeAt = -1;
        lastStopAt = -1;
        firstStop = Ipv4.ANY;
        if (packet.control() == 0) {
            return true;
        }
        if (!readRecordRoute(packet) || !readTimestamp(packet)) {
            return false;
        }
        readSourceRoute(packet);
        while (length % 4 != 0) {
            bytes[length++] = IpOption.END;
        }
        return true;
    }

    /// In bytes, a multiple of 4.
    public int length() {
        return length;
    }

    /// Where the answer goes first: to the last stop of its way back, or at once to `destination`.
    public int firstStop(int destination) {
        return firstStop == Ipv4.ANY ? destination : firstStop;
    }

    /// Writes the options behind the fixed header of the answer.
    void write(Packet answer, int source, int destination, int millisOfDay) {
        answer.copyFrom(Ipv4Header.MIN_LENGTH, bytes, 0, length);
        Ipv4Header ip = answer.ip();
        if (lastStopAt >= 0) {
            ip.optionI32(lastStopAt, destination);
        }
        if (recordAt >= 0) {
            ip.optionI32(recordAt, source);
        }
        if (stampAddressAt >= 0) {
            ip.optionI32(stampAddressAt, source);
        }
        if (stampTimeAt >= 0) {
            ip.optionI32(stampTimeAt, millisOfDay);
        }
    }

    private boolean readRecordRoute(Packet packet) {
        int at = IpNotes.recordRoute(packet);
        if (at < 0) {
            return true;
        }
        int size = copy(packet.ip(), at);
        int start = length - size;
        int pointer = Byte.toUnsignedInt(bytes[start + IpOption.POINTER]);
        if (IpNotes.has(packet, IpNotes.RECORDED) && pointer <= size) {
            if (pointer + 3 > size) {
                return false;
            }
            recordAt = start + pointer - 1;
            bytes[start + IpOption.POINTER] = (byte) (pointer + 4);
        }
        return true;
    }

    private boolean readTimestamp(Packet packet) {
        int at = IpNotes.timestamp(packet);
        if (at < 0) {
            return true;
        }
        int size = copy(packet.ip(), at);
        int start = length - size;
        int pointer = Byte.toUnsignedInt(bytes[start + IpOption.POINTER]);
        if (pointer > size) {
            return true;
        }
        if (!IpNotes.has(packet, IpNotes.STAMP_TIME)) {
            return true;
        }
        boolean prespecified = (bytes[start + IpOption.STAMP_FLAGS] & 0xF) == IpOption.STAMP_PRESPECIFIED;
        boolean address = IpNotes.has(packet, IpNotes.STAMP_ADDRESS);
        boolean time = !prespecified || IpNotes.has(packet, IpNotes.STAMP_NEXT_TOO);
        int timeAt = pointer + (address || prespecified ? 4 : 0);
        if (pointer + 3 > size || time && timeAt + 3 > size) {
            return false;
        }
        if (address) {
            stampAddressAt = start + pointer - 1;
        }
        if (time) {
            stampTimeAt = start + timeAt - 1;
            bytes[start + IpOption.POINTER] = (byte) (timeAt + 4);
        }
        return true;
    }

    /// Turns the stops that the packet made round. RFC 1122 §3.2.1.8c.
    private void readSourceRoute(Packet packet) {
        int at = IpNotes.sourceRoute(packet);
        if (at < 0) {
            return;
        }
        Ipv4Header ip = packet.ip();
        int size = ip.option(at + IpOption.LENGTH);
        int made = Math.min(ip.option(at + IpOption.POINTER), size + 1) - 4;
        if (made <= 3) {
            return;
        }
        firstStop = ip.optionI32(at + made - 1);
        int start = length;
        int stops = 0;
        int from = made - 4;
        for (; from > 3; from -= 4) {
            put(start + 3 + 4 * stops++, ip.optionI32(at + from - 1));
        }
        // RFC 1812 §5.2.4.1: a way that names its own start needs no stop there; the last place is for the destination
        if (ip.optionI32(at + from + 3) == ip.source() && --stops < 0) {
            firstStop = Ipv4.ANY;
            return;
        }
        bytes[start] = (byte) ip.option(at);
        bytes[start + IpOption.LENGTH] = (byte) (3 + 4 * (stops + 1));
        bytes[start + IpOption.POINTER] = 4;
        lastStopAt = start + 3 + 4 * stops;
        length = start + 3 + 4 * (stops + 1);
    }

    private int copy(Ipv4Header ip, int at) {
        int size = ip.option(at + IpOption.LENGTH);
        for (int i = 0; i < size; i++) {
            bytes[length + i] = (byte) ip.option(at + i);
        }
        length += size;
        return size;
    }

    private void put(int at, int address) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (address >>> 24 - 8 * i);
        }
    }
}
