package com.example.audit;

import io.weft.net.address.Ipv4;
import java.time.Instant;

/// What is written down of a connection at one moment: numbers only, to be put into words by another thread.
///
/// @param lastedNs {@link #UNKNOWN} of a connection that began before anybody listened
record AuditEvent(
        Kind kind, long atMs, long id, int protocol, int source, int sourcePort, int destination, int destinationPort,
        long packets, long bytes, long replyPackets, long replyBytes, long lastedNs) {

    static final long UNKNOWN = -1;

    enum Kind { NEW, DESTROY }

    /// One line, without its end.
    String toJson() {
        String who = "{\"time\":\"" + Instant.ofEpochMilli(atMs) + "\",\"event\":\"" + kind + "\",\"id\":" + id + ",\"protocol\":" + protocol
                + ",\"source\":\"" + Ipv4.format(source) + "\",\"sourcePort\":" + sourcePort
                + ",\"destination\":\"" + Ipv4.format(destination) + "\",\"destinationPort\":" + destinationPort;
        return switch (kind) {
            case NEW -> who + "}";
            case DESTROY -> who + ",\"packets\":" + packets + ",\"bytes\":" + bytes
                    + ",\"replyPackets\":" + replyPackets + ",\"replyBytes\":" + replyBytes
                    + (lastedNs == UNKNOWN ? "" : ",\"seconds\":" + lastedNs / 1_000_000 / 1e3) + "}";
        };
    }
}
