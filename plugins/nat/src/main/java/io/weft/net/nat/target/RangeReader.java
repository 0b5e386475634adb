package io.weft.net.nat.target;

import io.weft.net.address.Ipv4;
import io.weft.net.nat.NatRange;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.ServiceNames;
import io.weft.net.tables.extension.SyntaxException;
import java.util.OptionalInt;

/// Reads ranges of addresses and ports: `10.0.0.1-10.0.0.9:80-90/8000`.
final class RangeReader {

    private static final int PROTOCOL_DCCP = 33;
    private static final int PROTOCOL_SCTP = 132;

    private RangeReader() { }

    /// Reads addresses with ports.
    static NatRange addresses(NatRange range, OptionUse use) throws SyntaxException {
        String text = use.value();
        if (text.contains("[")) {
            throw new SyntaxException("Invalid address format");
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return addresses(range, text);
        }
        NatRange ports = ports(range, use, text.substring(colon + 1));
        return colon == 0 ? ports : addresses(ports, text.substring(0, colon));
    }

    private static NatRange addresses(NatRange range, String text) throws SyntaxException {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return range.at(address(text));
        }
        return range.at(address(text.substring(0, dash)), address(text.substring(dash + 1)));
    }

    private static int address(String text) throws SyntaxException {
        try {
            return Ipv4.parse(text);
        } catch (IllegalArgumentException notOne) {
            throw new SyntaxException("Bad IP address \"" + text + "\"");
        }
    }

    /// Reads ports.
    static NatRange ports(NatRange range, OptionUse use) throws SyntaxException {
        return ports(range, use, use.value());
    }

    private static NatRange ports(NatRange range, OptionUse use, String text) throws SyntaxException {
        if (!hasPorts(use.protocol())) {
            throw new SyntaxException("Need TCP, UDP, SCTP or DCCP with port specification");
        }
        LeadingNumber first = LeadingNumber.read(text, 0, PortRange.MAX);
        if (first == null) {
            int port = service(text);
            return range.ports(port, port);
        }
        if (first.rest().isEmpty()) {
            return range.ports(first.value(), first.value());
        }
        switch (first.rest().charAt(0)) {
            case '-' -> {
                return toLast(range, first.value(), first.rest().substring(1));
            }
            case ':' -> throw new SyntaxException("Invalid port:port syntax - use dash");
            default -> throw new SyntaxException("Garbage after port value: `" + first.rest() + "'");
        }
    }

    private static NatRange toLast(NatRange range, int first, String text) throws SyntaxException {
        LeadingNumber last = LeadingNumber.read(text, 0, PortRange.MAX);
        if (last == null) {
            throw invalid(text);
        }
        if (last.value() < first) {
            throw new SyntaxException("Port range `" + text + "' funky");
        }
        NatRange ports = range.ports(first, last.value());
        if (last.rest().isEmpty()) {
            return ports;
        }
        if (last.rest().charAt(0) != '/') {
            throw new SyntaxException("Garbage after port range: `" + last.rest() + "'");
        }
        String base = last.rest().substring(1);
        LeadingNumber number = LeadingNumber.read(base, 1, PortRange.MAX);
        return ports.shifted(number == null ? service(base) : number.value());
    }

    private static int service(String text) throws SyntaxException {
        // a number that was out of its bounds a moment ago is no service
        OptionalInt port = LeadingNumber.read(text, 0, Integer.MAX_VALUE) == null ? ServiceNames.portOf(text, 0) : OptionalInt.empty();
        if (port.isEmpty()) {
            throw invalid(text);
        }
        return port.getAsInt();
    }

    private static SyntaxException invalid(String port) {
        return new SyntaxException("Port `" + port + "' not valid");
    }

    private static boolean hasPorts(int protocol) {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP, Ipv4Header.PROTOCOL_ICMP, PROTOCOL_SCTP, PROTOCOL_DCCP -> true;
            default -> false;
        };
    }
}
