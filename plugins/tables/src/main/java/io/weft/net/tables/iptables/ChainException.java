package io.weft.net.tables.iptables;

import io.weft.net.tables.extension.RefusedException;

/// A change that the table does not take, by libiptc's words.
final class ChainException extends Exception {

    private static final String INVALID = "Invalid argument";
    static final String NO_CHAIN = "No chain/target/match by that name";
    static final String NO_RULE = "Bad rule (does a matching rule exist in that chain?)";

    private final boolean invalid;

    private ChainException(String text, boolean invalid) {
        super(text);
        this.invalid = invalid;
    }

    static ChainException of(String text) {
        return new ChainException(text, false);
    }

    /// One whose C error is EINVAL, which makes iptables point to the kernel's log.
    static ChainException invalid(String text) {
        return new ChainException(text, true);
    }

    static ChainException invalid() {
        return invalid(INVALID);
    }

    static ChainException of(RefusedException refused) {
        return switch (refused.kind()) {
            case INVALID -> invalid();
            case LOOP, RANGE, MISSING -> of(refused.kind().text());
        };
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /// As iptables ends with it.
    String sentence() {
        return text() + (invalid ? ". Run `dmesg' for more information." : ".");
    }
}
