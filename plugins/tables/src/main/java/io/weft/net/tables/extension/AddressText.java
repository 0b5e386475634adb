package io.weft.net.tables.extension;

import java.util.OptionalInt;

/// Addresses and masks on command lines, in the ways in which iptables reads them.
public final class AddressText {

    private static final int PARTS = 4;
    private static final long MAX_WORD = 0xFFFF_FFFFL;
    /// A prefix that is none.
    private static final int TOO_LONG = 0xFF;

    private AddressText() { }

    /// An address as C's `inet_aton` reads it: the last of one to four numbers fills what is left, so that `24` is 0.0.0.24.
    public static OptionalInt parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > PARTS) {
            return OptionalInt.empty();
        }
        int address = 0;
        for (int i = 0; i < parts.length; i++) {
            int bytes = i == parts.length - 1 ? PARTS - i : 1;
            var number = Numbers.parse(parts[i], MAX_WORD >>> Byte.SIZE * (PARTS - bytes));
            if (number.isEmpty()) {
                return OptionalInt.empty();
            }
            address |= (int) number.getAsLong() << Byte.SIZE * (PARTS - i - bytes);
        }
        return OptionalInt.of(address);
    }

    /// Reads `10.1.2.3`, or less of it: in `10`, `10.1` and `10.1.2` what is missing is 0.
    public static OptionalInt padded(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > PARTS) {
            return OptionalInt.empty();
        }
        int address = 0;
        for (int i = 0; i < parts.length; i++) {
            var octet = Numbers.parse(parts[i], 255);
            if (octet.isEmpty()) {
                return OptionalInt.empty();
            }
            address |= (int) octet.getAsLong() << Byte.SIZE * (PARTS - 1 - i);
        }
        return OptionalInt.of(address);
    }

    /// An address that must be one.
    ///
    /// @throws SyntaxException in the words that iptables has for a name that nobody knows
    public static int require(String text) throws SyntaxException {
        return parse(text).orElseThrow(() -> new SyntaxException("getaddrinfo: Name or service not known\n"));
    }

    /// The length of a prefix, or of what a mask such as 255.255.0.0 stands for; more than 32 for one that is none.
    ///
    /// @throws SyntaxException when it is neither a number nor a mask
    public static int prefix(String extension, OptionUse use, String text) throws SyntaxException {
        var bits = Numbers.parse(text, MAX_WORD);
        if (bits.isPresent()) {
            return (int) Math.min(TOO_LONG, bits.getAsLong());
        }
        int inverse = ~parse(text).orElseThrow(() -> new SyntaxException(extension + ": bad value for option \"--" + use.name()
                + "\", neither a valid network mask nor valid CIDR (0-32).\n"));
        return (inverse & inverse + 1) == 0 ? Integer.SIZE - Integer.bitCount(inverse) : TOO_LONG;
    }
}
