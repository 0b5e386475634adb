package io.weft.net.logging;

/// What LOG tells besides the usual: the kernel's `NF_LOG_` bits, by their numbers.
final class LogFlags {

    static final int TCP_SEQUENCE = 0x01;
    static final int TCP_OPTIONS = 0x02;
    static final int IP_OPTIONS = 0x04;
    /// Accepted, and tells nothing: packets of this stack have no user.
    static final int UID = 0x08;
    static final int MAC_DECODE = 0x20;

    private LogFlags() { }
}
