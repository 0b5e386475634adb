package io.weft.net.mangle;

import io.weft.net.tables.extension.SyntaxException;
import org.jspecify.annotations.Nullable;

/// Types of service by their old names (RFC 1349).
enum TosSymbol {
    MINIMIZE_DELAY("Minimize-Delay", 0x10),
    MAXIMIZE_THROUGHPUT("Maximize-Throughput", 0x08),
    MAXIMIZE_RELIABILITY("Maximize-Reliability", 0x04),
    MINIMIZE_COST("Minimize-Cost", 0x02),
    NORMAL_SERVICE("Normal-Service", 0x00);

    /// The bits that a name sets; the precedence is none of them.
    static final int MASK = 0x3F;

    final String word;
    final int value;

    TosSymbol(String word, int value) {
        this.word = word;
        this.value = value;
    }

    static TosSymbol parse(String text) throws SyntaxException {
        for (TosSymbol symbol : values()) {
            if (symbol.word.equalsIgnoreCase(text)) {
                return symbol;
            }
        }
        throw new SyntaxException("Symbolic name \"" + text + "\" is unknown");
    }

    /// The name that stands for these bits, or null.
    static @Nullable TosSymbol of(int value, int mask) {
        for (TosSymbol symbol : values()) {
            if (mask == MASK && symbol.value == value) {
                return symbol;
            }
        }
        return null;
    }
}
