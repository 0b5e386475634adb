package io.weft.net.stack.ip;

/// The type octets of IP options that matter here (RFC 791 §3.1).
final class IpOption {

    static final int END = 0;
    static final int NO_OPERATION = 1;
    /// The bit that says an option belongs into every fragment.
    static final int COPIED = 0x80;

    private IpOption() { }
}
