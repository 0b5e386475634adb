package io.weft.net.drivers.wire;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.drivers.Addressing;
import io.weft.net.drivers.Tally;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;

/// An end of a {@link WireHub} that a stack drives.
///
/// Frames are copied, because every stack has a pool of its own. A frame that finds the ring of one of the other ends full is counted
/// in `txDropped`, though further ends may have got it.
public final class WireDriver implements Driver {

    private static final int VLAN_TAG = 4;

    private final Port port;
    private final Inbox inbox;
    private final MacAddress mac;
    private final int mtu;
    private final Tally tally = new Tally();
    private volatile boolean closed;

    WireDriver(Port port, MacAddress mac, int mtu) {
        this.port = port;
        this.inbox = port.inbox();
        this.mac = mac;
        this.mtu = mtu;
    }

    @Override
    public String name() {
        return port.hub().toString();
    }

    @Override
    public LinkLayer linkLayer() {
        return LinkLayer.ETHERNET;
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public Offloads offloads() {
        return port.hub().offloads() ? Offloads.ALL : Offloads.NONE;
    }

    /// True until it is closed.
    @Override
    public boolean linkUp() {
        return !closed;
    }

    @Override
    public DriverCounters counters() {
        return tally.snapshot();
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        if (batch.isFull()) {
            return 0;
        }
        int added = take(batch, pool);
        if (added == 0 && !inbox.waitForFrames()) {
            // one came between the look and the request to be woken
            added = take(batch, pool);
        }
        return added;
    }

    private int take(PacketBatch batch, PacketPool pool) {
        int added = 0;
        long bytes = 0;
        while (!batch.isFull() && !inbox.isEmpty()) {
            Packet packet = pool.take();
            if (packet == null) {
                break;
            }
            inbox.poll(packet);
            Addressing.classify(packet, mac.value());
            bytes += packet.length();
            batch.add(packet);
            added++;
        }
        tally.received(added, bytes);
        return added;
    }

    @Override
    public void transmit(PacketBatch batch) {
        int sent = 0;
        int dropped = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            Packet packet = batch.get(i);
            if (!isSendable(packet)) {
                continue;
            }
            if (port.send(packet)) {
                sent++;
                bytes += packet.length();
            } else {
                dropped++;
            }
        }
        tally.sent(sent, bytes);
        tally.transmitDropped(dropped);
        tally.transmitErrors(batch.size() - sent - dropped);
        batch.release();
        port.wakeOthers();
    }

    /// A card refuses giants, and work that it did not offer to do.
    private boolean isSendable(Packet packet) {
        boolean large = packet.segmentation() != Segmentation.NONE;
        if (!port.hub().offloads() && (large || packet.checksum() == ChecksumState.TO_FINISH)) {
            return false;
        }
        return packet.length() <= (large ? PacketPool.MAX_FRAME : mtu + EthernetHeader.LENGTH + VLAN_TAG);
    }

    @Override
    public void onArrival(Runnable waker) {
        inbox.waker(waker);
    }

    /// Leaves the hub. Frames that wait here are lost.
    @Override
    public void close() {
        closed = true;
        port.unplug();
    }
}
