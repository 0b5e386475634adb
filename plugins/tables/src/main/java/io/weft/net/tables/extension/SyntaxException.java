package io.weft.net.tables.extension;

/// Words that are no rule; the message says which, as `iptables` does.
public final class SyntaxException extends Exception {

    public SyntaxException(String message) {
        super(message);
    }
}
