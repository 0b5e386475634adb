package io.weft.net.drivers.faulty;

import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import org.jspecify.annotations.Nullable;

/// One way of a faulty link: frames of a pool are put on it, and come out of it when they have arrived. Belongs to the loop thread; what
/// it did is told to any.
final class LinkWay {

    /// As many as `tc`'s netem holds when nothing is said.
    private static final int MOST_UNDER_WAY = 1_000;
    private static final int TYPE_AT = 12;

    private final LinkQuality quality;
    private final boolean framed;
    private final LinkDirection direction;
    private final FramesUnderWay underWay = new FramesUnderWay(MOST_UNDER_WAY);
    // one thread writes
    private volatile long frames;
    private volatile long lost;
    private volatile long late;
    private volatile long doubled;
    private volatile long corrupted;

    /// @param framed frames begin with an Ethernet header
    LinkWay(LinkQuality quality, boolean framed, long seed) {
        this.quality = quality;
        this.framed = framed;
        direction = new LinkDirection(seed);
    }

    /// Takes a frame, which is this link's from then on.
    void put(Packet frame, long nowNs) {
        frames = frames + 1;
        // whoever sent it need not wait: a link is no queue of a card
        frame.disown();
        boolean spared = framed && frame.length() > EthernetHeader.LENGTH && frame.u16(TYPE_AT) == EthernetHeader.TYPE_ARP;
        if (underWay.isFull()) {
            direction.passOver(spared);
            lose(frame);
        } else if (!direction.carries(quality, frame.length(), framed ? EthernetHeader.LENGTH : 0, spared, nowNs)) {
            lose(frame);
        } else {
            carry(frame);
        }
    }

    private void lose(Packet frame) {
        lost = lost + 1;
        frame.release();
    }

    private void carry(Packet frame) {
        int bit = direction.flippedBit();
        if (bit != LinkDirection.NO_BIT) {
            frame.u8(bit / 8, frame.u8(bit / 8) ^ 1 << bit % 8);
            corrupted = corrupted + 1;
        }
        if (direction.isLate()) {
            late = late + 1;
        }
        underWay.add(frame, direction.arrivalNs());
        Packet second = direction.isDoubled() && !underWay.isFull() ? copy(frame) : null;
        if (second != null) {
            underWay.add(second, direction.arrivalNs());
            doubled = doubled + 1;
        }
    }

    private static @Nullable Packet copy(Packet frame) {
        Packet copy = frame.pool().take();
        if (copy == null) {
            return null;
        }
        copy.put(frame.length());
        copy.copyFrom(0, frame, 0, frame.length());
        copy.linkType(frame.linkType());
        if (frame.checksum() == ChecksumState.TO_FINISH) {
            copy.checksumToFinish(frame.checksumStart(), frame.checksumOffset());
        } else {
            copy.checksum(frame.checksum());
        }
        if (frame.segmentation() != Segmentation.NONE) {
            copy.segmentation(frame.segmentation(), frame.segmentSize(), frame.segmentEcn());
        }
        return copy;
    }

    /// The next frame that has arrived, or null.
    @Nullable Packet arrived(long nowNs) {
        return underWay.arrived(nowNs);
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /// When the next frame arrives, {@link Long#MAX_VALUE} when none is under way.
    long nextNs() {
        return underWay.nextNs();
    }

    LinkFaults faults() {
        return new LinkFaults(frames, lost, late, doubled, corrupted);
    }

    void release() {
        underWay.release();
    }
}
