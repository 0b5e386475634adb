package io.weft.net.nat;

import io.weft.net.connection.Direction;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;

/// Puts other words into a segment, longer or shorter ones too: the kernel's `nf_nat_mangle_tcp_packet`.
final class TcpPayload {

    private static final int MAX_PACKET = 65_535;

    private TcpPayload() { }

    /// Replaces bytes of the payload; the segments that follow have their sequence numbers shifted by the difference in length.
    ///
    /// @param offset of the bytes from the beginning of the payload
    /// @return false, with nothing changed, when there is no room
    static boolean replace(Packet packet, TrackedConnection connection, Direction direction, int offset, int length, byte[] words) {
        TcpHeader tcp = packet.tcp();
        int at = packet.transportOffset() + tcp.headerLength() + offset;
        int grows = words.length - length;
        if (grows > packet.tailroom() || packet.length() + grows > MAX_PACKET) {
            return false;
        }
        byte[] rest = new byte[packet.length() - at - length];
        packet.copyTo(at + length, rest, 0, rest.length);
        if (grows > 0) {
            packet.put(grows);
        } else {
            packet.trim(packet.length() + grows);
        }
        packet.copyFrom(at, words, 0, words.length);
        packet.copyFrom(at + words.length, rest, 0, rest.length);
        packet.ip().totalLength(packet.length());
        packet.ip().computeChecksum();
        if (packet.checksum() == ChecksumState.TO_FINISH) {
            tcp.checksum(packet.ip().pseudoHeaderSum());
        } else {
            tcp.computeChecksum();
        }
        connection.shiftSequence(direction, tcp.sequence(), grows);
        return true;
    }
}
