package io.weft.net.conntrack;

import io.weft.net.connection.Direction;

/// The packets and bytes of a connection, the kernel's `nf_conn_acct`.
final class Account {

    private long packets;
    private long bytes;
    private long replyPackets;
    private long replyBytes;

    long packets(Direction direction) {
        return direction == Direction.ORIGINAL ? packets : replyPackets;
    }

    long bytes(Direction direction) {
        return direction == Direction.ORIGINAL ? bytes : replyBytes;
    }

    void count(Direction direction, int length) {
        if (direction == Direction.ORIGINAL) {
            packets++;
            bytes += length;
        } else {
            replyPackets++;
            replyBytes += length;
        }
    }

    void zero() {
        packets = 0;
        bytes = 0;
        replyPackets = 0;
        replyBytes = 0;
    }
}
