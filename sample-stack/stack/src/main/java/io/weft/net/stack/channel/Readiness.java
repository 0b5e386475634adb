package io.weft.net.stack.channel;

/// What a channel may be ready for, in the bits of `java.nio.channels.SelectionKey`. Ready means that trying does not have to wait: it may
/// also tell of the end, or fail.
public final class Readiness {

    /// `SelectionKey.OP_READ`.
    public static final int READABLE = 1;
    /// `SelectionKey.OP_WRITE`.
    public static final int WRITABLE = 1 << 2;
    /// `SelectionKey.OP_CONNECT`.
    public static final int CONNECTABLE = 1 << 3;
    /// `SelectionKey.OP_ACCEPT`.
    public static final int ACCEPTABLE = 1 << 4;
    public static final int ALL = READABLE | WRITABLE | CONNECTABLE | ACCEPTABLE;

    private Readiness() { }
}
