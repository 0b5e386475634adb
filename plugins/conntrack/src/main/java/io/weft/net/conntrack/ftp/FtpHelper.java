package io.weft.net.conntrack.ftp;

import io.weft.hook.Verdict;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.ConnectionHelper;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.Expectation;
import io.weft.net.conntrack.ExpectationPolicy;
import io.weft.net.conntrack.PayloadTranslation;
import io.weft.net.conntrack.PayloadTranslation.Form;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;

/// Expects the data connections that are arranged on an FTP control connection, the kernel's `nf_conntrack_ftp`: those of PORT and EPRT
/// from the server, those of the answers 227 and 229 from the client.
///
/// It reads a line only at the start of a segment, and only if the segment before ended a line, so nobody can make it read what a user
/// merely uploads. A command that is cut off is dropped, for its sender to send it again in one piece.
public final class FtpHelper implements ConnectionHelper {

    private static final int PORT = 21;
    private static final ExpectationPolicy POLICY = new ExpectationPolicy(1, 300);
    private static final int TRANSLATED = ConnectionStatus.SRC_NAT | ConnectionStatus.DST_NAT;
    private static final Verdict CUT_OFF = Verdict.drop("FTP command is cut off");
    private static final Verdict UNEXPECTED = Verdict.drop("FTP data connection cannot be expected");

    private final Conntrack conntrack;
    private final FtpLine line = new FtpLine();

    public FtpHelper(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String name() {
        return "ftp";
    }

    @Override
    public int protocol() {
        return Ipv4Header.PROTOCOL_TCP;
    }

    @Override
    public int port() {
        return PORT;
    }

    @Override
    public ExpectationPolicy policy() {
        return POLICY;
    }

    @Override
    public Verdict read(Packet packet, TrackedConnection connection, Direction direction) {
        if (packet.connectionState() != ConnectionState.ESTABLISHED) {
            return Verdict.ACCEPT;
        }
        TcpHeader tcp = packet.tcp();
        int dataAt = packet.transportOffset() + tcp.headerLength();
        int length = packet.length() - dataAt;
        if (length <= 0) {
            return Verdict.ACCEPT;
        }
        boolean endsLine = packet.u8(packet.length() - 1) == '\n';
        int sequence = tcp.sequence();
        LineStarts starts = starts(connection);
        Verdict verdict = starts.has(direction, sequence) ? readLine(packet, dataAt, length, connection, direction) : Verdict.ACCEPT;
        if (endsLine && verdict != CUT_OFF) {
            starts.add(direction, sequence + length);
        }
        return verdict;
    }

    private static LineStarts starts(TrackedConnection connection) {
        if (connection.helperData() instanceof LineStarts known) {
            return known;
        }
        LineStarts starts = new LineStarts();
        connection.helperData(starts);
        return starts;
    }

    private Verdict readLine(Packet packet, int dataAt, int length, TrackedConnection connection, Direction direction) {
        return switch (line.read(packet, dataAt, length, direction, connection.source(direction))) {
            case NONE -> Verdict.ACCEPT;
            case CUT_OFF -> CUT_OFF;
            case FOUND -> expect(packet, connection, direction);
        };
    }

    private Verdict expect(Packet packet, TrackedConnection connection, Direction direction) {
        if (line.address() != connection.source(direction)) {
            // who names another host than itself would have holes made for that one
            return Verdict.ACCEPT;
        }
        Direction other = direction.inverse();
        Expectation expectation = new Expectation(connection, this, Ipv4Header.PROTOCOL_TCP);
        expectation.from(connection.source(other), Expectation.ANY_PORT);
        expectation.to(connection.destination(other), line.port());
        expectation.direction(other);
        PayloadTranslation translation = conntrack.translation();
        if (translation != null && (connection.status() & TRANSLATED) != 0) {
            Form form = line.form();
            return translation.translate(packet, connection, direction, form, line.matchOffset(), line.matchLength(), expectation);
        }
        return conntrack.expect(expectation) == Conntrack.Expected.REGISTERED ? Verdict.ACCEPT : UNEXPECTED;
    }
}
