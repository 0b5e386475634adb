package io.weft.net.drivers.raw;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.Offloads;
import io.weft.net.drivers.Tally;
import io.weft.net.drivers.linux.Errno;
import io.weft.net.drivers.linux.Interfaces;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.Linux;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A NIC of the kernel's, driven through a packet socket.
///
/// Frames for other hosts come as {@link io.weft.net.packet.LinkType#OTHER_HOST}; frames that this host sends do not come. It holds up to
/// 64 packets of the pool until it is closed.
final class RawDriver implements Driver {

    private static final Logger LOG = LoggerFactory.getLogger(RawDriver.class);

    /// More errors than this within one poll are left for the next.
    private static final int ERRORS_PER_POLL = 16;

    private final String name;
    private final int index;
    private final MacAddress mac;
    private final int mtu;
    private final Offloads offloads;
    private final Interfaces interfaces;
    private final PacketSocket socket;
    private final @Nullable IngressDrop silence;
    private final Libc libc;
    private final Arena memory = Arena.ofShared();
    private final Tally tally = new Tally();
    private final Receiver receive;
    private final TransmitRing transmit;
    private boolean closed;
    private volatile boolean gone;

    /// @param ownMac when the stack's address is not the card's
    /// @param silence what keeps the kernel from answering, closed with this
    RawDriver(String name, int index, MacAddress nicMac, @Nullable MacAddress ownMac, int mtu, Interfaces interfaces,
            PacketSocket socket, @Nullable IngressDrop silence) throws DriverException {
        this.name = name;
        this.index = index;
        this.mac = ownMac != null ? ownMac : nicMac;
        this.mtu = mtu;
        this.interfaces = interfaces;
        this.socket = socket;
        this.silence = silence;
        libc = Libc.forDriver(name);
        boolean vnet = socket.hasVnetHeader();
        // the kernel cuts UDP for packet sockets since 6.2
        offloads = new Offloads(vnet, vnet, vnet && Linux.isAtLeast(6, 2));
        Intake intake = new Intake(vnet, ownMac, tally);
        MessageReceiver messages = new MessageReceiver(vector(), intake, tally);
        FrameRing ring = socket.ring();
        receive = ring == null ? messages : new RingReceiver(ring, messages, intake, tally, memory);
        transmit = new TransmitRing(vector(), vnet, tally);
    }

    private MessageVector vector() {
        return new MessageVector(memory.allocate(MessageVector.BYTES, 64).address());
    }

    @Override
    public String name() {
        return name;
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
        return offloads;
    }

    /// Asks the kernel whether the interface is up and has a carrier: a system call.
    @Override
    public boolean linkUp() {
        return !gone && interfaces.isRunning(index);
    }

    @Override
    public synchronized DriverCounters counters() {
        if (!closed) {
            tally.receiveDroppedInAll(socket.lost());
        }
        return tally.snapshot();
    }

    @Override
    public int fileDescriptor() {
        return socket.fd();
    }

    /// True once the interface was deleted or moved away; one of the same name made later is another.
    @Override
    public boolean exhausted() {
        return gone;
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int before = batch.size();
        for (int errors = 0; !closed && errors < ERRORS_PER_POLL && !batch.isFull(); ) {
            int got = receive.receive(libc, socket.fd(), batch, pool);
            if (got >= 0) {
                // all of it may have been for the bin, and more be waiting
                if (batch.size() > before || got == 0) {
                    break;
                }
                errors++;
            } else if (got == -Errno.EAGAIN) {
                break;
            } else {
                errors++;
                receiveFailed(-got);
            }
        }
        return batch.size() - before;
    }

    @Override
    public synchronized void listenTo(MacAddress group, boolean wanted) {
        int result = closed ? 0 : socket.listenTo(index, group, wanted);
        if (result < 0 && !gone) {
            LOG.warn("{}: the card {} to {}: {}", name, wanted ? "does not listen" : "goes on listening", group, Libc.text(-result));
        }
    }

    private void receiveFailed(int errno) {
        switch (errno) {
            case Errno.EINTR -> { }
            case Errno.ENETDOWN, Errno.ENODEV, Errno.ENXIO -> lookWhetherGone();
            // EINVAL: a frame that the virtio-net header cannot describe; the kernel threw it away
            default -> tally.receiveErrors(1);
        }
    }

    private void lookWhetherGone() {
        if (!gone && !interfaces.exists(index)) {
            gone = true;
            LOG.warn("{}: the interface is gone", name);
        }
    }

    @Override
    public void transmit(PacketBatch batch) {
        if (closed || gone) {
            tally.transmitErrors(batch.size());
        } else if (transmit.transmit(libc, socket.fd(), batch) < 0) {
            lookWhetherGone();
        }
        batch.release();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        tally.receiveDroppedInAll(socket.lost());
        closed = true;
        receive.release();
        socket.close();
        if (silence != null) {
            silence.close();
        }
        interfaces.close();
        memory.close();
    }
}
