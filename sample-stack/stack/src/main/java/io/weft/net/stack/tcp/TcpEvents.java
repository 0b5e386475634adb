package io.weft.net.stack.tcp;

/// What has become of a connection that its owner has not heard yet. Collected while a segment or timer is dealt with and told at its end,
/// because an owner may call back.
final class TcpEvents {

    private static final int ESTABLISHED = 1;
    private static final int READABLE = 2;
    private static final int WRITABLE = 4;
    private static final int ENDED = 8;

    private final TcpOwner owner;
    private int pending;
    private TcpEnd end = TcpEnd.CLOSED;

    TcpEvents(TcpOwner owner) {
        this.owner = owner;
    }

    /// Whether the owner takes one that stands.
    boolean hasRoom() {
        return owner.hasRoom();
    }

    void established() {
        pending |= ESTABLISHED;
    }

    void readable() {
        pending |= READABLE;
    }

    void writable() {
        pending |= WRITABLE;
    }

    void ended(TcpEnd how) {
        end = how;
        pending |= ENDED;
    }

    void tell() {
        int told = pending;
        pending = 0;
        if ((told & ESTABLISHED) != 0) {
            owner.established();
        }
        if ((told & READABLE) != 0) {
            owner.readable();
        }
        if ((told & WRITABLE) != 0) {
            owner.writable();
        }
        if ((told & ENDED) != 0) {
            owner.ended(end);
        }
    }
}
