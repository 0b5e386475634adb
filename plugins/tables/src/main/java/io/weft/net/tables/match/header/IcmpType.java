package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// A type of ICMP message with a range of codes, as rules name it.
///
/// @param type 255 for any
public record IcmpType(int type, int firstCode, int lastCode) {

    static final int ANY = 0xFF;

    private record Name(String name, IcmpType value) { }

    // in the order of iptables' help: a type, then its codes
    private static final List<Name> NAMES = List.of(
            whole("any", ANY), whole("echo-reply", 0), whole("pong", 0),
            whole("destination-unreachable", 3), code("network-unreachable", 3, 0), code("host-unreachable", 3, 1),
            code("protocol-unreachable", 3, 2), code("port-unreachable", 3, 3), code("fragmentation-needed", 3, 4),
            code("source-route-failed", 3, 5), code("network-unknown", 3, 6), code("host-unknown", 3, 7),
            code("network-prohibited", 3, 9), code("host-prohibited", 3, 10), code("TOS-network-unreachable", 3, 11),
            code("TOS-host-unreachable", 3, 12), code("communication-prohibited", 3, 13),
            code("host-precedence-violation", 3, 14), code("precedence-cutoff", 3, 15),
            whole("source-quench", 4),
            whole("redirect", 5), code("network-redirect", 5, 0), code("host-redirect", 5, 1), code("TOS-network-redirect", 5, 2),
            code("TOS-host-redirect", 5, 3),
            whole("echo-request", 8), whole("ping", 8), whole("router-advertisement", 9), whole("router-solicitation", 10),
            whole("time-exceeded", 11), whole("ttl-exceeded", 11), code("ttl-zero-during-transit", 11, 0),
            code("ttl-zero-during-reassembly", 11, 1),
            whole("parameter-problem", 12), code("ip-header-bad", 12, 0), code("required-option-missing", 12, 1),
            whole("timestamp-request", 13), whole("timestamp-reply", 14), whole("address-mask-request", 17),
            whole("address-mask-reply", 18));

    private static Name whole(String name, int type) {
        return new Name(name, new IcmpType(type, 0, 0xFF));
    }

    private static Name code(String name, int type, int code) {
        return new Name(name, new IcmpType(type, code, code));
    }

    /// Reads a name or a unique beginning of one, `3`, or `3/1`.
    public static IcmpType parse(String text) throws SyntaxException {
        Name found = null;
        for (Name name : NAMES) {
            if (name.name().toLowerCase(Locale.ROOT).startsWith(text.toLowerCase(Locale.ROOT))) {
                if (found != null) {
                    throw new SyntaxException(
                            "Ambiguous ICMP type `" + text + "': `" + found.name() + "' or `" + name.name() + "'?");
                }
                found = name;
            }
        }
        return found != null ? found.value() : parseNumbers(text);
    }

    private static IcmpType parseNumbers(String text) throws SyntaxException {
        int slash = text.indexOf('/');
        String typeText = slash < 0 ? text : text.substring(0, slash);
        OptionalLong type = Numbers.parse(typeText, 0xFF);
        if (type.isEmpty()) {
            throw new SyntaxException("Unknown ICMP type `" + text + "'");
        }
        if (slash < 0) {
            return new IcmpType((int) type.getAsLong(), 0, 0xFF);
        }
        OptionalLong code = Numbers.parse(text.substring(slash + 1), 0xFF);
        if (code.isEmpty()) {
            throw new SyntaxException("Unknown ICMP code `" + text + "'");
        }
        return new IcmpType((int) type.getAsLong(), (int) code.getAsLong(), (int) code.getAsLong());
    }

    boolean contains(int messageType, int messageCode) {
        return type == ANY || (messageType == type && messageCode >= firstCode && messageCode <= lastCode);
    }

    String save() {
        if (type == ANY) {
            return "any";
        }
        return firstCode == lastCode ? type + "/" + firstCode : Integer.toString(type);
    }

    String list(boolean inverted, boolean numeric) {
        if (!numeric) {
            for (Name name : NAMES) {
                if (name.value().equals(this)) {
                    return "icmp " + (inverted ? "!" : "") + name.name();
                }
            }
        }
        String code = firstCode == lastCode ? " code " + firstCode : "";
        return (inverted ? "icmp !type " : "icmptype ") + type + code;
    }
}
