package io.weft.net.conntrack;

import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;

/// Whether a segment lies where both ends would have it, the kernel's `tcp_in_window` (G. van Rooij, Real Stateful TCP Packet Filtering
/// in IP Filter, §5): what it says is no further than the other end allowed and no older than a window, and what it acknowledges was
/// said, and not long ago.
final class TcpWindow {

    /// What an acknowledgment may lag behind, at least.
    private static final int ACK_WINDOW = 66_000;

    /// The three answers.
    enum Fit { FITS, IGNORED, INVALID }

    private final ConntrackSettings settings;

    TcpWindow(ConntrackSettings settings) {
        this.settings = settings;
    }

    Fit check(TrackedConnection connection, TcpFlow flow, Direction direction, TcpSegment segment, Packet packet) {
        TcpHeader tcp = packet.tcp();
        TcpEnd sender = flow.end(direction);
        TcpEnd receiver = flow.end(direction.inverse());
        int seq = tcp.sequence();
        int ack = tcp.acknowledgment();
        int end = endOf(packet);
        int rawWindow = tcp.window();
        boolean isSyn = tcp.has(TcpHeader.SYN);
        boolean hasAck = tcp.has(TcpHeader.ACK);

        int sack = receiver.has(TcpEnd.SACK_PERMITTED) ? TcpOptions.highestAcknowledged(packet, ack) : ack;
        int shift = connection.sequenceShift(direction.inverse(), ack - 1);
        ack -= shift;
        sack -= shift;

        if (sender.maxWindow == 0) {
            if (isSyn) {
                begin(sender, receiver, packet, end, rawWindow, direction);
                if (!hasAck) {
                    return Fit.FITS;
                }
            } else {
                pickUp(sender, receiver, end, rawWindow << sender.scale, sack);
            }
        } else if (isSyn && TcpFlow.after(end, sender.end)
                && (flow.state == TcpState.SYN_SENT || flow.state == TcpState.SYN_RECV)) {
            // who begins anew uses numbers larger than before (RFC 793): as if its first SYN had never been
            begin(sender, receiver, packet, end, rawWindow, direction);
            if (direction == Direction.REPLY && !hasAck) {
                return Fit.FITS;
            }
        }

        boolean isReset = tcp.has(TcpHeader.RST);
        if (!hasAck || isReset && ack == 0) {
            // some set the ACK bit of a reset and acknowledge nothing
            ack = receiver.end;
            sack = ack;
        }
        if (isReset && seq == 0 && flow.state == TcpState.SYN_SENT) {
            // the answer to a SYN at a closed port
            seq = sender.end;
            end = seq;
        }

        if (!TcpFlow.before(seq, sender.maxEnd + 1)) {
            return overUpperBound(sender, receiver, end, sack);
        }
        if (!TcpFlow.before(sack, receiver.end + 1)) {
            // acknowledges what was never said
            return unlessLiberal(sender, Fit.INVALID);
        }
        if (receiver.maxWindow != 0 && !TcpFlow.after(end, sender.end - receiver.maxWindow - 1)) {
            // says again what was acknowledged long ago
            return unlessLiberal(sender, Fit.IGNORED);
        }
        if (!TcpFlow.after(sack, receiver.end - ackWindow(sender) - 1)) {
            // an acknowledgment that was long on its way
            return unlessLiberal(sender, Fit.IGNORED);
        }

        int window = isSyn ? rawWindow : rawWindow << sender.scale;
        update(sender, receiver, hasAck, ack, sack, end, window);
        if (segment == TcpSegment.ACK) {
            countRetransmissions(flow, direction, seq, ack, end, rawWindow);
        }
        return Fit.FITS;
    }

    /// Behind the last sequence number that a segment takes up, the kernel's `segment_seq_plus_len`.
    static int endOf(Packet packet) {
        TcpHeader tcp = packet.tcp();
        return tcp.sequence() + packet.transportLength() - tcp.headerLength()
                + (tcp.has(TcpHeader.SYN) ? 1 : 0) + (tcp.has(TcpHeader.FIN) ? 1 : 0);
    }

    /// An end that has said its SYN.
    private static void begin(TcpEnd sender, TcpEnd receiver, Packet packet, int end, int window, Direction direction) {
        sender.end = end;
        sender.maxEnd = end;
        sender.maxWindow = Math.max(1, window);
        TcpOptions.readSyn(packet, sender);
        // RFC 7323 §2.2: scaling counts only if both ends offer it
        if (direction == Direction.REPLY && !(sender.has(TcpEnd.WINDOW_SCALE) && receiver.has(TcpEnd.WINDOW_SCALE))) {
            sender.scale = 0;
            receiver.scale = 0;
        }
    }

    /// An end whose beginning nobody here saw.
    private static void pickUp(TcpEnd sender, TcpEnd receiver, int end, int window, int sack) {
        sender.end = end;
        sender.maxWindow = Math.max(1, window);
        sender.maxEnd = end + sender.maxWindow;
        if (receiver.maxWindow == 0) {
            // nothing is known of the other end: let it be right
            receiver.end = sack;
            receiver.maxEnd = sack;
        } else if (sack == receiver.end + 1) {
            // probably the answer to a keep-alive
            receiver.end++;
        }
    }

    private Fit overUpperBound(TcpEnd sender, TcpEnd receiver, int end, int sack) {
        int overshot = end - sender.maxEnd + 1;
        boolean ackIsRight = TcpFlow.after(sack, receiver.end - ackWindow(sender) - 1) && TcpFlow.before(sack, receiver.end + 1);
        boolean isInReceiversWindow = receiver.maxWindow != 0 && TcpFlow.after(end, sender.end - receiver.maxWindow - 1);
        if (isInReceiversWindow && ackIsRight && Integer.compareUnsigned(overshot, receiver.maxWindow) <= 0) {
            // it says somewhat more than it may; if the other end takes it, its acknowledgment must not look wrong
            sender.end = end;
            sender.add(TcpEnd.DATA_UNACKNOWLEDGED);
            return unlessLiberal(sender, Fit.IGNORED);
        }
        return unlessLiberal(sender, Fit.INVALID);
    }

    private Fit unlessLiberal(TcpEnd sender, Fit otherwise) {
        return sender.has(TcpEnd.BE_LIBERAL) || settings.has(ConntrackSetting.NF_CONNTRACK_TCP_BE_LIBERAL) ? Fit.FITS : otherwise;
    }

    private static void update(TcpEnd sender, TcpEnd receiver, boolean hasAck, int ack, int sack, int end, int window) {
        int offered = window + (sack - ack);
        if (Integer.compareUnsigned(sender.maxWindow, offered) < 0) {
            sender.maxWindow = offered;
        }
        if (TcpFlow.after(end, sender.end)) {
            sender.end = end;
            sender.add(TcpEnd.DATA_UNACKNOWLEDGED);
        }
        if (hasAck && (!sender.has(TcpEnd.MAXACK_SET) || TcpFlow.after(ack, sender.maxAck))) {
            sender.maxAck = ack;
            sender.add(TcpEnd.MAXACK_SET);
        }
        if (receiver.maxWindow != 0 && TcpFlow.after(end, sender.maxEnd)) {
            receiver.maxWindow += end - sender.maxEnd;
        }
        if (TcpFlow.after(sack + window, receiver.maxEnd - 1)) {
            receiver.maxEnd = sack + window;
            if (window == 0) {
                receiver.maxEnd++;
            }
        }
        if (ack == receiver.end) {
            receiver.remove(TcpEnd.DATA_UNACKNOWLEDGED);
        }
    }

    private static void countRetransmissions(TcpFlow flow, Direction direction, int seq, int ack, int end, int window) {
        if (flow.lastDirection == direction && flow.lastSequence == seq && flow.lastAck == ack && flow.lastEnd == end
                && flow.lastWindow == window) {
            flow.retransmissions = Math.min(flow.retransmissions + 1, 255);
        } else {
            flow.lastDirection = direction;
            flow.lastSequence = seq;
            flow.lastAck = ack;
            flow.lastEnd = end;
            flow.lastWindow = (char) window;
            flow.retransmissions = 0;
        }
    }

    private static int ackWindow(TcpEnd sender) {
        return Integer.compareUnsigned(sender.maxWindow, ACK_WINDOW) > 0 ? sender.maxWindow : ACK_WINDOW;
    }
}
