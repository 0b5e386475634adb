package io.weft.net.drivers.wire;

import io.weft.net.packet.Packet;

/// Where an end is plugged into its hub: what comes to it and where its frames go.
final class Port {

    private final WireHub hub;
    private final Inbox inbox;
    private volatile Inbox[] others = new Inbox[0];

    Port(WireHub hub, Inbox inbox) {
        this.hub = hub;
        this.inbox = inbox;
    }

    WireHub hub() {
        return hub;
    }

    Inbox inbox() {
        return inbox;
    }

    /// The inboxes of all other ends, from now on.
    void others(Inbox[] inboxes) {
        others = inboxes;
    }

    /// Copies the frame to every other end; false when one of them had no room.
    boolean send(Packet frame) {
        boolean all = true;
        for (Inbox other : others) {
            all &= other.offer(frame);
        }
        return all;
    }

    boolean send(byte[] frame) {
        boolean all = true;
        for (Inbox other : others) {
            all &= other.offer(frame);
        }
        return all;
    }

    /// Wakes the ends that wait; once after a batch.
    void wakeOthers() {
        for (Inbox other : others) {
            other.wakeReader();
        }
    }

    void unplug() {
        hub.remove(this);
    }
}
