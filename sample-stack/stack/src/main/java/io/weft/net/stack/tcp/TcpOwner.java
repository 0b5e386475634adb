package io.weft.net.stack.tcp;

/// Whom a connection tells what has become of it, after each segment or timer that changed it.
interface TcpOwner {

    /// Whether it may stand, which the last step of its opening asks.
    boolean hasRoom();

    void established();

    /// Data can be read, or the end.
    void readable();

    /// There is room to write again.
    void writable();

    void ended(TcpEnd how);
}
