package io.weft.net.conntrack.ftp;

import io.weft.net.connection.Direction;
import io.weft.net.conntrack.PayloadTranslation.Form;
import io.weft.net.packet.Packet;

/// Reads one line of an FTP control connection for the address of a data connection. Used again for each.
final class FtpLine {

    /// What a line said.
    enum Found { NONE, CUT_OFF, FOUND }

    private static final int NO_TERMINATOR = 0;

    private final int[] numbers = new int[6];
    private int base;
    private int end;
    private Form form = Form.FTP_PORT;
    private int address;
    private int port;
    private int matchAt;
    private int matchLength;

    /// The address that it names; of a 229 that of its sender, since it names none.
    int address() {
        return address;
    }

    int port() {
        return port;
    }

    Form form() {
        return form;
    }

    /// Where in the payload the address stands.
    int matchOffset() {
        return matchAt - base;
    }

    int matchLength() {
        return matchLength;
    }

    /// @param direction commands go in the original one, answers in the other
    Found read(Packet packet, int at, int length, Direction direction, int sender) {
        base = at;
        end = at + length;
        address = sender;
        if (direction == Direction.ORIGINAL) {
            Found found = read(packet, Form.FTP_PORT, "PORT", ' ');
            return found == Found.NONE ? read(packet, Form.FTP_EPRT, "EPRT", ' ') : found;
        }
        Found found = read(packet, Form.FTP_PASV, "227 ", NO_TERMINATOR);
        return found == Found.NONE ? read(packet, Form.FTP_EPSV, "229 ", '(') : found;
    }

    private Found read(Packet packet, Form wanted, String word, int skipTo) {
        int length = end - base;
        int compared = Math.min(length, word.length());
        for (int i = 0; i < compared; i++) {
            if (upper(packet.u8(base + i)) != word.charAt(i)) {
                return Found.NONE;
            }
        }
        if (length <= word.length()) {
            return Found.CUT_OFF;
        }
        int at = base + word.length();
        if (skipTo != NO_TERMINATOR) {
            while (packet.u8(at) != skipTo) {
                if (++at >= end) {
                    return Found.CUT_OFF;
                }
            }
            at++;
        }
        form = wanted;
        matchAt = at;
        matchLength = switch (wanted) {
            case FTP_PORT -> hostAndPort(packet, at, '\r');
            case FTP_PASV -> hostAndPortSomewhere(packet, at);
            case FTP_EPRT -> extended(packet, at);
            case FTP_EPSV -> extendedPortAlone(packet, at);
        };
        return matchLength == 0 ? Found.CUT_OFF : Found.FOUND;
    }

    private static int upper(int letter) {
        return letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter;
    }

    private static boolean isDigit(int letter) {
        return letter >= '0' && letter <= '9';
    }

    /// RFC 959 §4.1.2: `h1,h2,h3,h4,p1,p2`.
    private int hostAndPort(Packet packet, int at, int terminator) {
        int length = numbers(packet, at, 6, ',', terminator);
        if (length > 0) {
            address = numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3];
            port = (numbers[4] << 8 | numbers[5]) & 0xFFFF;
        }
        return length;
    }

    /// RFC 1123 §4.1.2.6: only the digits count, servers write around them what they like.
    private int hostAndPortSomewhere(Packet packet, int at) {
        int digits = at;
        while (digits < end && !isDigit(packet.u8(digits))) {
            digits++;
        }
        matchAt = digits;
        return hostAndPort(packet, digits, NO_TERMINATOR);
    }

    /// RFC 2428 §2: `|1|h1.h2.h3.h4|port|`, with any delimiter.
    private int extended(Packet packet, int at) {
        if (end - at <= 3) {
            return 0;
        }
        int delimiter = packet.u8(at);
        if (!isDelimiter(delimiter) || packet.u8(at + 1) != '1' || packet.u8(at + 2) != delimiter) {
            return 0;
        }
        int host = numbers(packet, at + 3, 4, '.', delimiter);
        if (host == 0) {
            return 0;
        }
        address = numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3];
        return port(packet, at, at + 3 + host + 1, delimiter);
    }

    /// RFC 2428 §3: `|||port|`.
    private int extendedPortAlone(Packet packet, int at) {
        if (end - at <= 3) {
            return 0;
        }
        int delimiter = packet.u8(at);
        if (!isDelimiter(delimiter) || packet.u8(at + 1) != delimiter || packet.u8(at + 2) != delimiter) {
            return 0;
        }
        return port(packet, at, at + 3, delimiter);
    }

    private static boolean isDelimiter(int letter) {
        return letter >= 33 && letter <= 126 && !isDigit(letter);
    }

    /// @return the length from `from` to behind the delimiter, or 0
    private int port(Packet packet, int from, int at, int delimiter) {
        int value = 0;
        for (int i = at; i < end; i++) {
            int letter = packet.u8(i);
            if (letter == delimiter) {
                port = value;
                return value == 0 ? 0 : i + 1 - from;
            }
            if (!isDigit(letter)) {
                return 0;
            }
            value = value * 10 + letter - '0' & 0xFFFF;
        }
        return 0;
    }

    /// Reads so many numbers. As in the kernel they may be greater than an octet; the address that comes of it is nobody's.
    ///
    /// @param terminator that must stand behind the last, or {@link #NO_TERMINATOR}
    /// @return the length without the terminator, or 0 when something else stands there or the line is cut off
    private int numbers(Packet packet, int at, int count, int separator, int terminator) {
        int which = 0;
        numbers[0] = 0;
        for (int i = at; i < end; i++) {
            int letter = packet.u8(i);
            if (isDigit(letter)) {
                numbers[which] = numbers[which] * 10 + letter - '0';
            } else if (letter == separator) {
                if (++which == count) {
                    return 0;
                }
                numbers[which] = 0;
            } else {
                return (letter == terminator || terminator == NO_TERMINATOR) && which == count - 1 ? i - at : 0;
            }
        }
        return 0;
    }
}
