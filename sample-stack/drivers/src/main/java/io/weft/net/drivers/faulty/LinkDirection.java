package io.weft.net.drivers.faulty;

import java.util.SplittableRandom;

/// What becomes of the frames that go one way over a link, decided one by one in their order. Allocates nothing; belongs to one thread.
///
/// Chance comes from the seed alone: the n-th frame meets the same luck in every run, whatever the link's quality was until then. Frames
/// that are spared have no number.
public final class LinkDirection {

    /// None of the frame's bits is turned over.
    public static final int NO_BIT = -1;

    private static final int FCS_PREAMBLE_GAP = 24;
    private static final long LEAST_LATENESS_NS = 1_000_000;

    private final SplittableRandom random;
    /// When the last frame that was put on it has left the sender.
    private long freeNs;
    /// When the last one arrives that is not late.
    private long lastArrivalNs;

    // the luck of the frame at hand
    private double loss;
    private double reorder;
    private double duplicate;
    private double corrupt;
    private double jitter;
    private double lateness;
    private int bit;

    // what was decided about it
    private boolean overflowed;
    private boolean late;
    private boolean doubled;
    private int flippedBit;
    private long arrivalNs;

    public LinkDirection(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Decides about the next frame.
    ///
    /// @param headerBytes what of it is never corrupted
    /// @param spared it only takes its time and its place in the queue
    /// @return whether it arrives; then the answers below hold until the next
    public boolean carries(LinkQuality is, int lengthBytes, int headerBytes, boolean spared, long nowNs) {
        draw(spared);
        overflowed = false;
        if (loss < is.loss() || isQueueFull(is, lengthBytes, nowNs)) {
            return false;
        }
        long leavesNs = is.bitsPerSecond() > 0 ? freeNs : nowNs;
        arrivalNs = leavesNs + is.delayNs() + (long) (jitter * is.jitterNs());
        late = reorder < is.reorder();
        if (late) {
            arrivalNs += 1 + (long) (lateness * Math.max(LEAST_LATENESS_NS, is.delayNs()));
        } else {
            arrivalNs = Math.max(arrivalNs, lastArrivalNs);
            lastArrivalNs = arrivalNs;
        }
        boolean corrupted = corrupt < is.corrupt() && lengthBytes > headerBytes;
        flippedBit = corrupted ? (headerBytes + bit / 8 % (lengthBytes - headerBytes)) * 8 + bit % 8 : NO_BIT;
        doubled = duplicate < is.duplicate();
        return true;
    }

    /// Lets a frame go by that something else kept from arriving: it had its luck, too.
    public void passOver(boolean spared) {
        draw(spared);
    }

    /// All of it, whether the link's quality asks for it or not.
    private void draw(boolean spared) {
        loss = spared ? 1 : random.nextDouble();
        reorder = spared ? 1 : random.nextDouble();
        duplicate = spared ? 1 : random.nextDouble();
        corrupt = spared ? 1 : random.nextDouble();
        jitter = spared ? 0 : random.nextDouble();
        lateness = spared ? 0 : random.nextDouble();
        bit = spared ? 0 : random.nextInt(Integer.MAX_VALUE);
    }

    private boolean isQueueFull(LinkQuality is, int lengthBytes, long nowNs) {
        if (is.bitsPerSecond() == 0) {
            return false;
        }
        long sendingNs = (lengthBytes + FCS_PREAMBLE_GAP) * 8L * 1_000_000_000L / is.bitsPerSecond();
        overflowed = freeNs - nowNs > sendingNs * is.queueFrames();
        if (!overflowed) {
            freeNs = Math.max(nowNs, freeNs) + sendingNs;
        }
        return overflowed;
    }

    /// Of a frame that does not arrive: more waited for the link's rate than its queue holds.
    public boolean overflowed() {
        return overflowed;
    }

    /// When it arrives.
    public long arrivalNs() {
        return arrivalNs;
    }

    /// It arrives later than the link's delay says, so that others may overtake it.
    public boolean isLate() {
        return late;
    }

    /// It arrives twice.
    public boolean isDoubled() {
        return doubled;
    }

    /// Which bit of it is turned over, 8 times its byte and its number in that byte, or {@link #NO_BIT}.
    public int flippedBit() {
        return flippedBit;
    }
}
