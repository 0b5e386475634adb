package io.weft.net.drivers.pcap;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.drivers.Addressing;
import io.weft.net.drivers.Tally;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A card whose receive side is a capture file and whose transmit side writes one; either may be missing.
///
/// Frames come as fast as they are polled. Those that the capture has only in part are counted in `rxErrors`, as is a damaged end of
/// the file. Without a file to write, frames sent count as sent and are gone.
final class PcapDriver implements Driver {

    private static final Logger LOG = LoggerFactory.getLogger(PcapDriver.class);

    private final String name;
    private final LinkLayer linkLayer;
    private final MacAddress mac;
    private final int mtu;
    private final @Nullable CaptureReader reader;
    private final @Nullable PcapWriter writer;
    private final Tally tally = new Tally();
    private final long wallClockOffsetNs = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
    private volatile boolean exhausted;
    private boolean writeFailed;
    private boolean closed;
    private long frames;
    private long firstNs;

    PcapDriver(String name, LinkLayer linkLayer, MacAddress mac, int mtu, @Nullable CaptureReader reader, @Nullable PcapWriter writer) {
        this.name = name;
        this.linkLayer = linkLayer;
        this.mac = mac;
        this.mtu = mtu;
        this.reader = reader;
        this.writer = writer;
        exhausted = reader == null;
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

    /// None: a capture shows packets as on a wire.
    @Override
    public Offloads offloads() {
        return Offloads.NONE;
    }

    @Override
    public boolean linkUp() {
        return true;
    }

    @Override
    public DriverCounters counters() {
        return tally.snapshot();
    }

    @Override
    public boolean exhausted() {
        return exhausted;
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        if (reader == null || exhausted || closed) {
            return 0;
        }
        int before = batch.size();
        try {
            while (!batch.isFull() && !exhausted) {
                Packet packet = pool.take();
                if (packet == null) {
                    break;
                }
                readInto(packet, reader, batch);
            }
        } catch (IOException e) {
            tally.receiveErrors(1);
            exhausted = true;
            LOG.warn("{}: reading ends here: {}", name, e.toString());
        }
        return batch.size() - before;
    }

    /// Adds the packet with the next frame to the batch, or gives it back.
    private void readInto(Packet packet, CaptureReader from, PacketBatch batch) throws IOException {
        boolean used = false;
        try {
            used = hasFrame(from);
        } finally {
            if (!used) {
                packet.release();
            }
        }
        if (used) {
            fill(packet, from);
            batch.add(packet);
        }
    }

    /// Goes on to the next frame that can be used, and counts those that cannot.
    private boolean hasFrame(CaptureReader from) throws IOException {
        while (true) {
            switch (from.next()) {
                case FRAME -> {
                    if (from.frameLength <= PacketPool.MAX_FRAME) {
                        return true;
                    }
                    tally.receiveErrors(1);
                }
                case UNUSABLE -> tally.receiveErrors(1);
                case END -> {
                    end(from, "ends");
                    return false;
                }
                case DAMAGED -> {
                    tally.receiveErrors(1);
                    end(from, "is damaged, and reading ends,");
                    return false;
                }
            }
        }
    }

    private void fill(Packet packet, CaptureReader from) {
        packet.put(from.frameLength);
        packet.copyFrom(0, from.window.bytes(), from.frameAt, from.frameLength);
        if (linkLayer == LinkLayer.ETHERNET) {
            Addressing.classify(packet, mac.value());
        }
        if (frames++ == 0) {
            firstNs = from.frameTimeNs;
        }
        tally.received(1, from.frameLength);
    }

    private void end(CaptureReader from, String how) {
        exhausted = true;
        LOG.info("{}: {} after {} frames of {} ms", name, how, frames, (from.frameTimeNs - firstNs) / 1_000_000);
    }

    @Override
    public void transmit(PacketBatch batch) {
        long nowNs = wallClockOffsetNs + System.nanoTime();
        int sent = 0;
        long bytes = 0;
        try {
            for (int i = 0; i < batch.size(); i++) {
                Packet packet = batch.get(i);
                if (closed || packet.length() > PacketPool.MAX_FRAME || packet.segmentation() != Segmentation.NONE
                        || packet.checksum() == ChecksumState.TO_FINISH) {
                    continue;
                }
                if (writer != null) {
                    writer.write(packet, nowNs);
                }
                sent++;
                bytes += packet.length();
            }
            if (writer != null) {
                writer.flush();
            }
        } catch (IOException e) {
            sent = 0;
            bytes = 0;
            if (!writeFailed) {
                writeFailed = true;
                LOG.warn("{}: writing fails: {}", name, e.toString());
            }
        }
        tally.sent(sent, bytes);
        tally.transmitErrors(batch.size() - sent);
        batch.release();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        exhausted = true;
        close(reader);
        close(writer);
    }

    private void close(@Nullable AutoCloseable file) {
        if (file != null) {
            try {
                file.close();
            } catch (Exception e) {
                LOG.warn("{}: closing fails: {}", name, e.toString());
            }
        }
    }
}
