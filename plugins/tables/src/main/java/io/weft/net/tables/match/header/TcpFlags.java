package io.weft.net.tables.match.header;

import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.SyntaxException;
import java.util.Locale;
import java.util.StringJoiner;

/// The control bits of TCP as rules name them, the lowest first.
enum TcpFlags {
    FIN(TcpHeader.FIN), SYN(TcpHeader.SYN), RST(TcpHeader.RST), PSH(TcpHeader.PSH), ACK(TcpHeader.ACK), URG(TcpHeader.URG);

    static final int ALL = 0x3F;
    static final int SYN_MASK = TcpHeader.SYN | TcpHeader.RST | TcpHeader.ACK | TcpHeader.FIN;

    private final int bit;

    TcpFlags(int bit) {
        this.bit = bit;
    }

    /// Reads `SYN,ACK`, `ALL`, `NONE`.
    static int parse(String text) throws SyntaxException {
        int bits = 0;
        for (String word : text.split(",")) {
            bits |= word.isEmpty() ? 0 : parseOne(word);
        }
        return bits;
    }

    private static int parseOne(String word) throws SyntaxException {
        String name = word.toUpperCase(Locale.ROOT);
        if (name.equals("ALL")) {
            return ALL;
        }
        if (name.equals("NONE")) {
            return 0;
        }
        for (TcpFlags flag : values()) {
            if (flag.name().equals(name)) {
                return flag.bit;
            }
        }
        throw new SyntaxException("Unknown TCP flag `" + word + "'");
    }

    static String format(int bits) {
        var names = new StringJoiner(",");
        names.setEmptyValue("NONE");
        for (TcpFlags flag : values()) {
            if ((bits & flag.bit) != 0) {
                names.add(flag.name());
            }
        }
        return names.toString();
    }
}
