package io.weft.net.stack.ip;

/// The IP options that matter here (RFC 791 §3.1, RFC 2113): type octets, and what lies where in them.
final class IpOption {

    static final int END = 0;
    static final int NO_OPERATION = 1;
    static final int RECORD_ROUTE = 7;
    static final int TIMESTAMP = 68;
    static final int LOOSE_SOURCE_ROUTE = 131;
    static final int STRICT_SOURCE_ROUTE = 137;
    static final int ROUTER_ALERT = 148;
    /// The bit that says an option belongs into every fragment.
    static final int COPIED = 0x80;

    /// Where in an option its length stands.
    static final int LENGTH = 1;
    /// Where in an option with a list stands the pointer to its next free place, counted from 1.
    static final int POINTER = 2;
    /// Where in a timestamp option stand how often it had no room, and what it is to hold.
    static final int STAMP_FLAGS = 3;
    static final int STAMP_ONLY = 0;
    static final int STAMP_AND_ADDRESS = 1;
    static final int STAMP_PRESPECIFIED = 3;

    private IpOption() { }
}
