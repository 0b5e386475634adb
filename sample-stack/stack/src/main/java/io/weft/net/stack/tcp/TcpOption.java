package io.weft.net.stack.tcp;

/// The kinds of TCP options and their lengths (RFC 9293 §3.2, RFC 7323, RFC 2018).
final class TcpOption {

    static final int END = 0;
    static final int NOP = 1;
    static final int MSS = 2;
    static final int MSS_LENGTH = 4;
    static final int WINDOW_SCALE = 3;
    static final int WINDOW_SCALE_LENGTH = 3;
    static final int SACK_PERMITTED = 4;
    static final int SACK_PERMITTED_LENGTH = 2;
    static final int SACK = 5;
    static final int SACK_BLOCK_LENGTH = 8;
    /// Of kind and length, with two NOPs before them.
    static final int SACK_SPACE = 4;
    static final int TIMESTAMP = 8;
    static final int TIMESTAMP_LENGTH = 10;
    /// With two NOPs before it, as RFC 7323 appendix A wants it.
    static final int TIMESTAMP_SPACE = 12;

    private TcpOption() { }
}
