package io.weft.net.tables.extension;

/// A number that every packet has, and that a {@link HeaderMatch} may ask for. All are unsigned.
public enum HeaderField {
    SOURCE(false), DESTINATION(false), TOTAL_LENGTH(false), TTL(false), TOS(false),
    /// The packet's mark, which is in no header, but as good as in one.
    MARK(false),
    /// The first two bytes of the transport header.
    SOURCE_PORT(true),
    /// The third and fourth byte of the transport header.
    DESTINATION_PORT(true),
    /// The type times 256, and the code.
    ICMP_TYPE_AND_CODE(true),
    /// The eight control bits, FIN the lowest.
    TCP_FLAGS(true);

    private final boolean transport;

    HeaderField(boolean transport) {
        this.transport = transport;
    }

    /// It stands in the transport header, so that later fragments have none.
    public boolean isTransport() {
        return transport;
    }
}
