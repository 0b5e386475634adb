package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.Locale;

/// A type of service as rules name it: bits of the octet, under a mask.
record TosValue(int value, int mask) {

    private static final int MAX = 0xFF;
    /// What a name says is about all but the two bits that are ECN's now.
    private static final int NAME_MASK = 0x3F;

    private record Name(String name, int value) { }

    // RFC 1349 §4
    private static final List<Name> NAMES = List.of(
            new Name("Minimize-Delay", 0x10), new Name("Maximize-Throughput", 0x08), new Name("Maximize-Reliability", 0x04),
            new Name("Minimize-Cost", 0x02), new Name("Normal-Service", 0x00));

    /// Reads `16`, `0x10/0x3f` or a name.
    static TosValue parse(String text) throws SyntaxException {
        Numbers.Leading value = Numbers.leading(text, MAX);
        if (value == null) {
            return named(text);
        }
        Numbers.Leading mask = value.rest().startsWith("/")
                ? Numbers.leading(value.rest().substring(1), MAX)
                : new Numbers.Leading(MAX, value.rest());
        if (mask == null || !mask.rest().isEmpty()) {
            throw new SyntaxException("Illegal value: \"" + text + "\"");
        }
        return new TosValue((int) value.value(), (int) mask.value());
    }

    private static TosValue named(String text) throws SyntaxException {
        return NAMES.stream().filter(name -> name.name().equalsIgnoreCase(text)).findFirst()
                .map(name -> new TosValue(name.value(), NAME_MASK))
                .orElseThrow(() -> new SyntaxException("Symbolic name \"" + text + "\" is unknown"));
    }

    /// The name with a space before it, or `0x10/0x3f` where it has none.
    String list() {
        return NAMES.stream().filter(name -> name.value() == value && mask == NAME_MASK).findFirst()
                .map(name -> " " + name.name()).orElse(toString());
    }

    /// `0x10/0x3f`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "0x%02x/0x%02x", value, mask);
    }
}
