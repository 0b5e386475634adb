package io.weft.net.nat;

import io.weft.hook.Verdict;
import io.weft.net.address.Ipv4;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.Expectation;
import io.weft.net.conntrack.PayloadTranslation;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Packet;
import java.nio.charset.StandardCharsets;

/// Says the translated address in FTP's commands and answers, and translates the data connection that follows like the control connection:
/// the kernel's `nf_nat_ftp` and `nf_nat_follow_master`.
final class FtpTranslation implements PayloadTranslation {

    private static final int MOST_ATTEMPTS = 128;
    private static final int LAST_PORT = 65_535;
    private static final Verdict NO_PORT = Verdict.drop("no free port for an FTP data connection");
    private static final Verdict NO_ROOM = Verdict.drop("no room for the address of an FTP data connection");

    private final Conntrack conntrack;
    private final Bindings bindings;
    private final RandomPorts random = new RandomPorts();

    FtpTranslation(Conntrack conntrack, Bindings bindings) {
        this.conntrack = conntrack;
        this.bindings = bindings;
    }

    @Override
    public Verdict translate(Packet packet, TrackedConnection connection, Direction direction, Form form, int matchOffset,
            int matchLength, Expectation expectation) {
        expectation.saved(expectation.destination(), expectation.destinationPort());
        // the data connection comes from where this packet goes
        expectation.direction(direction.inverse());
        expectation.follower(this::follow);
        if (!expectAtFreePort(expectation)) {
            return NO_PORT;
        }
        byte[] words = words(form, expectation.destination(), expectation.destinationPort()).getBytes(StandardCharsets.US_ASCII);
        if (!TcpPayload.replace(packet, connection, direction, matchOffset, matchLength, words)) {
            conntrack.unexpect(expectation);
            return NO_ROOM;
        }
        return Verdict.ACCEPT;
    }

    /// Registers the expectation at its own port or, where another is expected there, at one above it: `nf_nat_exp_find_port`.
    private boolean expectAtFreePort(Expectation expectation) {
        int address = expectation.destination();
        int wanted = expectation.savedPort();
        int above = LAST_PORT - wanted;
        int port = wanted;
        for (int attempts = Math.min(above, MOST_ATTEMPTS); attempts >= 0; attempts--) {
            expectation.to(address, port);
            switch (conntrack.expect(expectation)) {
                case REGISTERED -> {
                    return true;
                }
                case REFUSED -> {
                    return false;
                }
                case BUSY -> port = above == 0 ? wanted : wanted + random.next() % above;
            }
        }
        return false;
    }

    private static String words(Form form, int address, int port) {
        return switch (form) {
            case FTP_PORT, FTP_PASV -> Ipv4.format(address).replace('.', ',') + "," + (port >>> 8) + "," + (port & 0xFF);
            case FTP_EPRT -> "|1|" + Ipv4.format(address) + "|" + port + "|";
            case FTP_EPSV -> "|||" + port + "|";
        };
    }

    private void follow(TrackedConnection connection, Expectation met) {
        TrackedConnection master = met.master();
        Direction way = met.direction().inverse();
        bindings.bind(connection, Manipulation.SOURCE, NatRange.address(master.destination(way)));
        bindings.bind(connection, Manipulation.DESTINATION,
                NatRange.address(master.source(way)).ports(met.savedPort(), met.savedPort()));
    }
}
