package io.weft.net.nat;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Ipv4Header;

/// Looks for a port, or ICMP identifier, that makes a tuple unique: the kernel's `nf_nat_l4proto_unique_tuple`.
///
/// It gives up after a bounded number of attempts. Then the tuple keeps the last port tried, and the packet is dropped when its connection
/// is to enter the table.
final class PortSearch {

    private static final int MOST_ATTEMPTS = 128;
    private static final int LEAST_ATTEMPTS = 16;
    /// From here on, connections that have ended are thrown out for their port (`NF_NAT_HARDER_THRESH`).
    private static final int HARDER = MOST_ATTEMPTS / 4;
    private static final int PORTS = 1 << 16;

    private final Conntrack conntrack;
    private final RandomPorts random = new RandomPorts();
    private long exhausted;

    PortSearch(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    /// How often no free port was found.
    long exhausted() {
        return exhausted;
    }

    /// @return false when none was found
    boolean search(Candidate candidate, NatRange range, Manipulation manipulation) {
        if (!candidate.hasPort()) {
            return true;
        }
        int first;
        int last;
        if (range.has(NatRange.PORTS)) {
            first = range.firstPort();
            last = range.lastPort();
        } else if (candidate.isIcmp()) {
            first = 0;
            last = PORTS - 1;
        } else if (manipulation == Manipulation.DESTINATION) {
            return true;
        } else {
            first = firstOfClass(candidate.sourcePort());
            last = lastOfClass(candidate.sourcePort());
        }
        boolean found = search(candidate, range, manipulation, first, last - first + 1);
        if (!found) {
            exhausted++;
        }
        return found;
    }

    private boolean search(Candidate candidate, NatRange range, Manipulation manipulation, int first, int count) {
        int offset = begin(candidate, range, manipulation);
        int attempts = Math.min(count, MOST_ATTEMPTS);
        while (true) {
            for (int i = 0; i < attempts; i++, offset = offset + 1 & PORTS - 1) {
                candidate.port(manipulation, first + offset % count & PORTS - 1);
                if (!isUsed(candidate, attempts - i)) {
                    return true;
                }
            }
            if (attempts >= count || attempts < LEAST_ATTEMPTS) {
                return false;
            }
            attempts /= 2;
            offset = random.next();
        }
    }

    private int begin(Candidate candidate, NatRange range, Manipulation manipulation) {
        if (range.has(NatRange.OFFSET)) {
            return candidate.port(manipulation) - range.basePort() & PORTS - 1;
        }
        return range.isRandom() || manipulation == Manipulation.SOURCE ? random.next() : 0;
    }

    /// Ports below 512 say that root asks, those below 1024 mostly do: they stay among their like.
    private static int firstOfClass(int port) {
        return port < 512 ? 1 : port < 1024 ? 600 : 1024;
    }

    private static int lastOfClass(int port) {
        return port < 512 ? 511 : port < 1024 ? 1023 : PORTS - 1;
    }

    /// The kernel's `nf_nat_used_tuple_harder`: towards the end of a search a TCP connection in TIME_WAIT gives way to a new one whose
    /// sequence numbers have gone on.
    private boolean isUsed(Candidate candidate, int attemptsLeft) {
        if (attemptsLeft > HARDER || candidate.protocol() != Ipv4Header.PROTOCOL_TCP
                || !"SYN_SENT".equals(candidate.connection().tcpState())) {
            return candidate.isUsed();
        }
        TrackedConnection user = candidate.user();
        if (user == null || user == candidate.connection()) {
            return false;
        }
        return !mayEnd(user, candidate) || !user.isOutrunBy(candidate.connection()) || !conntrack.remove(user);
    }

    private static boolean mayEnd(TrackedConnection user, Candidate candidate) {
        // only one that is translated, and is met in its reply direction
        boolean isReply = user.source(Direction.REPLY) == candidate.destination()
                && user.destination(Direction.REPLY) == candidate.source()
                && user.destinationPort(Direction.REPLY) == candidate.sourcePort();
        return isReply && user.has(ConnectionStatus.SRC_NAT) && (user.status() & ConnectionStatus.FIXED_TIMEOUT) == 0
                && ("TIME_WAIT".equals(user.tcpState()) || "CLOSE".equals(user.tcpState()));
    }
}
