package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.ServiceNames;
import io.weft.net.tables.extension.SyntaxException;

/// Reads `port` and `port:port`.
final class Ranges {

    private Ranges() { }

    /// A number or the name of a service; `protocol` 0 finds names of any.
    static int port(String text, int protocol) throws SyntaxException {
        return ServiceNames.portOf(text, protocol)
                .orElseThrow(() -> new SyntaxException("invalid port/service `" + text + "' specified"));
    }

    /// `a`, `a:b`, `:b` or `a:`, in the strict way of the tcp match.
    static PortRange ports(String text, int protocol) throws SyntaxException {
        int colon = text.indexOf(':');
        if (colon < 0) {
            int port = port(text, protocol);
            return new PortRange(port, port);
        }
        String first = text.substring(0, colon);
        String last = text.substring(colon + 1);
        var range = new PortRange(
                first.isEmpty() ? 0 : port(first, protocol), last.isEmpty() ? PortRange.MAX : port(last, protocol));
        if (range.first() > range.last()) {
            throw new SyntaxException("invalid portrange (min > max)");
        }
        return range;
    }

    /// Reads one bound of a range.
    interface Bound {
        int read(String text) throws SyntaxException;
    }

    /// `a`, `a:b`, `:b` or `a:` of numbers up to 65535, in the lenient way.
    static PortRange numbers(String extension, String option, String text) throws SyntaxException {
        int[] bounds = {0, PortRange.MAX};
        String rest = text;
        for (int at = 0; ; at++) {
            if (at == bounds.length) {
                throw tooMany(extension, option);
            }
            if (!rest.isEmpty() && rest.charAt(0) != ':') {
                Numbers.Leading number = Numbers.leading(rest, PortRange.MAX);
                if (number == null) {
                    throw new SyntaxException(extension + ": bad value for option \"--" + option + "\" near \"" + rest
                            + "\", or out of range (0-65535).\n");
                }
                bounds[at] = (int) number.value();
                rest = number.rest();
            }
            if (rest.isEmpty()) {
                return new PortRange(bounds[0], at == 0 ? bounds[0] : bounds[1]);
            }
            if (rest.charAt(0) != ':') {
                throw new SyntaxException(
                        extension + ": Argument to \"--" + option + "\" has unexpected characters near \"" + rest + "\".\n");
            }
            rest = rest.substring(1);
        }
    }

    private static SyntaxException tooMany(String extension, String option) {
        return new SyntaxException(extension + ": Too many components for option \"--" + option + "\" (max: 2)\n");
    }

    /// `a`, `a:b`, `:b` or `a:`, in the lenient way of most matches: the bounds may stand the wrong way round, and then nothing lies
    /// within, and nothing at all reads as 0.
    static PortRange lenient(String extension, String option, String text, Bound bound) throws SyntaxException {
        String[] parts = text.split(":", -1);
        if (parts.length > 2) {
            throw tooMany(extension, option);
        }
        int first = parts[0].isEmpty() ? 0 : bound.read(parts[0]);
        if (parts.length == 1) {
            return new PortRange(first, first);
        }
        return new PortRange(first, parts[1].isEmpty() ? PortRange.MAX : bound.read(parts[1]));
    }
}
