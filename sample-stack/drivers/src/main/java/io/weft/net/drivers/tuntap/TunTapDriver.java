package io.weft.net.drivers.tuntap;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.Offloads;
import io.weft.net.drivers.Addressing;
import io.weft.net.drivers.Tally;
import io.weft.net.drivers.linux.Errno;
import io.weft.net.drivers.linux.Interfaces;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.Native;
import io.weft.net.drivers.linux.VirtioNetHeader;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketAddress;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other end of a TAP or TUN interface. The file moves one frame a call, so a batch is a loop until the kernel has no more.
///
/// It holds one packet of the pool until it is closed.
final class TunTapDriver implements Driver {

    private static final Logger LOG = LoggerFactory.getLogger(TunTapDriver.class);

    /// More errors than this within one poll are left for the next.
    private static final int ERRORS_PER_POLL = 16;
    private static final int IOVECS = 32;

    private final String name;
    private final LinkLayer linkLayer;
    private final MacAddress mac;
    private final int mtu;
    private final int index;
    private final int headerLength;
    private final TunTapDevice device;
    private final Interfaces interfaces;
    private final Libc libc;
    private final Libc inquiries;
    private final Arena memory = Arena.ofShared();
    /// Two vectors and a header, for a frame that has no room in front.
    private final long vectors = memory.allocate(IOVECS + VirtioNetHeader.LENGTH, 8).address();
    private final Tally tally = new Tally();
    private @Nullable Packet ready;
    private boolean closed;
    private volatile boolean gone;

    /// @param mac of the stack's end; zero without a link layer
    TunTapDriver(String name, LinkLayer linkLayer, MacAddress mac, boolean vnetHeader, TunTapDevice device, Interfaces interfaces)
            throws DriverException {
        this.name = name;
        this.linkLayer = linkLayer;
        this.mac = mac;
        this.device = device;
        this.interfaces = interfaces;
        headerLength = vnetHeader ? VirtioNetHeader.LENGTH : 0;
        mtu = interfaces.mtu(device.name());
        index = interfaces.index(device.name());
        libc = Libc.forDriver(name);
        inquiries = Libc.forDriver(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LinkLayer linkLayer() {
        return linkLayer;
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
        boolean vnet = headerLength > 0;
        return new Offloads(vnet, vnet, vnet && device.cutsUdp());
    }

    /// Asks the kernel whether its end is up: system calls. One that was moved to another network namespace counts as up.
    @Override
    public synchronized boolean linkUp() {
        return !closed && !gone && (interfaces.exists(index) ? interfaces.isRunning(index) : device.isAttached(inquiries));
    }

    @Override
    public DriverCounters counters() {
        return tally.snapshot();
    }

    @Override
    public int fileDescriptor() {
        return device.fd();
    }

    /// True once the interface was deleted.
    @Override
    public boolean exhausted() {
        return gone;
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int added = 0;
        long bytes = 0;
        int errors = 0;
        while (!closed && !gone && !batch.isFull() && errors < ERRORS_PER_POLL) {
            Packet packet = ready != null ? ready : pool.take();
            ready = packet;
            if (packet == null) {
                break;
            }
            long data = PacketAddress.ofData(packet);
            int got = libc.read(device.fd(), data - headerLength, headerLength + PacketPool.MAX_FRAME);
            if (got == -Errno.EAGAIN) {
                break;
            }
            if (got < 0) {
                errors++;
                receiveFailed(-got);
                continue;
            }
            ready = null;
            if (accept(packet, got - headerLength)) {
                bytes += packet.length();
                batch.add(packet);
                added++;
            } else {
                errors++;
                tally.receiveErrors(1);
                packet.release();
            }
        }
        tally.received(added, bytes);
        return added;
    }

    private boolean accept(Packet packet, int length) {
        if (length < 0) {
            return false;
        }
        packet.put(length);
        if (headerLength > 0 && !VirtioNetHeader.read(PacketAddress.ofData(packet) - headerLength, packet)) {
            return false;
        }
        if (linkLayer == LinkLayer.ETHERNET) {
            Addressing.classify(packet, mac.value());
        }
        return true;
    }

    private void receiveFailed(int errno) {
        switch (errno) {
            case Errno.EINTR -> { }
            case Errno.EBADFD -> isGone();
            // EIO, EFAULT: the kernel's end is down; EINVAL: a packet that the virtio-net header cannot describe
            default -> tally.receiveErrors(1);
        }
    }

    private void isGone() {
        if (!gone) {
            gone = true;
            LOG.warn("{}: the interface is gone", name);
        }
    }

    @Override
    public void transmit(PacketBatch batch) {
        int sent = 0;
        int dropped = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size() && !closed && !gone; i++) {
            Packet packet = batch.get(i);
            int result = write(packet);
            if (result >= 0) {
                sent++;
                bytes += packet.length();
            } else if (result == -Errno.EAGAIN || result == -Errno.ENOBUFS || result == -Errno.ENOMEM) {
                dropped++;
            } else if (result == -Errno.EBADFD) {
                isGone();
            }
        }
        tally.sent(sent, bytes);
        tally.transmitDropped(dropped);
        tally.transmitErrors(batch.size() - sent - dropped);
        batch.release();
    }

    private int write(Packet packet) {
        long data = PacketAddress.ofData(packet);
        if (headerLength == 0) {
            boolean finished = packet.checksum() != ChecksumState.TO_FINISH && packet.segmentation() == Segmentation.NONE;
            return finished ? libc.write(device.fd(), data, packet.length()) : -Errno.EINVAL;
        }
        if (packet.headroom() >= headerLength) {
            VirtioNetHeader.write(data - headerLength, packet);
            return libc.write(device.fd(), data - headerLength, headerLength + packet.length());
        }
        long header = vectors + IOVECS;
        VirtioNetHeader.write(header, packet);
        Native.i64(vectors, header);
        Native.i64(vectors + 8, headerLength);
        Native.i64(vectors + 16, data);
        Native.i64(vectors + 24, packet.length());
        return libc.writev(device.fd(), vectors, 2);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (ready != null) {
            ready.release();
            ready = null;
        }
        device.close();
        interfaces.close();
        memory.close();
    }
}
