package io.weft.net.drivers.wire;

import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Frames that wait for one end of a wire: a bounded ring of cells that many ends write and one reads, without locks.
///
///     position   head                      tail
///                  v                         v
///     cells   ...  | frame | frame | big . . | free ...
///
/// A frame lies in as many adjacent cells as it needs. Its sender claims them by moving `tail`, copies, and then publishes the frame by
/// writing its position + 1 at its first cell. Positions only grow, so what an earlier round left there is never mistaken for it.
final class Inbox {

    static final int CELL_BYTES = 2048;

    /// Cells that a sender claimed because its frame did not fit before the ring's end.
    private static final long SKIP = 1L << 62;
    private static final int LENGTH_BITS = 20;
    private static final long LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    private static final long TO_FINISH = 1L << 20;
    private static final long ECN = 1L << 21;
    private static final int SEGMENTATION_SHIFT = 22;
    private static final int SEGMENT_SIZE_SHIFT = 24;

    private static final Segmentation[] SEGMENTATIONS = Segmentation.values();

    // far enough apart that senders and reader do not share a cache line
    private static final int TAIL = 16;
    private static final int HEAD = 32;
    private final AtomicLongArray positions = new AtomicLongArray(48);

    private final int cells;
    private final byte[] bytes;
    private final AtomicLongArray published;
    /// Per cell two words: length, skip, segmentation; where to finish the checksum.
    private final long[] about;

    private volatile boolean readerWaits;
    private volatile @Nullable Runnable waker;

    /// @param cells a power of two that gives the largest frame room wherever it starts
    Inbox(int cells) {
        this.cells = cells;
        bytes = new byte[cells * CELL_BYTES];
        published = new AtomicLongArray(cells);
        about = new long[2 * cells];
    }

    // ---- senders, on any thread

    /// Copies a frame with what is known about it; false when there is no room.
    boolean offer(Packet frame) {
        int length = frame.length();
        long position = claim(length);
        if (position < 0) {
            return false;
        }
        int cell = cell(position);
        frame.copyTo(0, bytes, cell * CELL_BYTES, length);
        long word = length | (long) frame.segmentation().ordinal() << SEGMENTATION_SHIFT
                | (long) frame.segmentSize() << SEGMENT_SIZE_SHIFT;
        if (frame.segmentEcn()) {
            word |= ECN;
        }
        if (frame.checksum() == ChecksumState.TO_FINISH) {
            word |= TO_FINISH;
            about[2 * cell + 1] = (long) frame.checksumStart() << 32 | frame.checksumOffset();
        }
        about[2 * cell] = word;
        publish(position);
        return true;
    }

    /// Copies a plain frame; false when there is no room.
    boolean offer(byte[] frame) {
        long position = claim(frame.length);
        if (position < 0) {
            return false;
        }
        int cell = cell(position);
        System.arraycopy(frame, 0, bytes, cell * CELL_BYTES, frame.length);
        about[2 * cell] = frame.length;
        publish(position);
        return true;
    }

    private long claim(int length) {
        int needed = cellsFor(length);
        while (true) {
            long tail = positions.get(TAIL);
            int toEnd = cells - cell(tail);
            int skipped = needed > toEnd ? toEnd : 0;
            if (tail + skipped + needed - positions.get(HEAD) > cells) {
                return -1;
            }
            if (positions.compareAndSet(TAIL, tail, tail + skipped + needed)) {
                if (skipped > 0) {
                    about[2 * cell(tail)] = SKIP | skipped;
                    publish(tail);
                }
                return tail + skipped;
            }
        }
    }

    private void publish(long position) {
        published.set(cell(position), position + 1);
    }

    /// Runs the reader's waker if the reader found nothing the last time it looked. After one or more offers.
    void wakeReader() {
        if (readerWaits) {
            readerWaits = false;
            Runnable run = waker;
            if (run != null) {
                run.run();
            }
        }
    }

    // ---- the reader, on one thread

    /// Moves the oldest frame into `to`, behind its data; false when there is none.
    boolean poll(Packet to) {
        long position = next();
        if (position < 0) {
            return false;
        }
        int cell = cell(position);
        long word = about[2 * cell];
        int length = (int) (word & LENGTH_MASK);
        to.put(length);
        to.copyFrom(0, bytes, cell * CELL_BYTES, length);
        if ((word & TO_FINISH) != 0) {
            long where = about[2 * cell + 1];
            to.checksumToFinish((int) (where >>> 32), (int) where);
        }
        Segmentation kind = SEGMENTATIONS[(int) (word >>> SEGMENTATION_SHIFT & 3)];
        if (kind != Segmentation.NONE) {
            to.segmentation(kind, (int) (word >>> SEGMENT_SIZE_SHIFT & 0xFFFF), (word & ECN) != 0);
        }
        free(position, length);
        return true;
    }

    /// The oldest frame with its checksum finished, or null.
    byte @Nullable [] poll() {
        long position = next();
        if (position < 0) {
            return null;
        }
        int cell = cell(position);
        long word = about[2 * cell];
        byte[] frame = new byte[(int) (word & LENGTH_MASK)];
        System.arraycopy(bytes, cell * CELL_BYTES, frame, 0, frame.length);
        if ((word & TO_FINISH) != 0) {
            long where = about[2 * cell + 1];
            ChecksumFinish.in(frame, (int) (where >>> 32), (int) where);
        }
        free(position, frame.length);
        return frame;
    }

    boolean isEmpty() {
        return next() < 0;
    }

    /// Frames that wait now.
    int size() {
        int frames = 0;
        long position = next();
        while (position >= 0 && published.get(cell(position)) == position + 1) {
            long word = about[2 * cell(position)];
            frames += (word & SKIP) == 0 ? 1 : 0;
            position += (word & SKIP) == 0 ? cellsFor((int) (word & LENGTH_MASK)) : word & LENGTH_MASK;
        }
        return frames;
    }

    /// From now on the next frame runs the waker; false when there is a frame already, whose sender may have woken nobody.
    boolean waitForFrames() {
        readerWaits = true;
        return isEmpty();
    }

    void waker(Runnable run) {
        waker = run;
    }

    /// The position of the oldest frame, or -1.
    private long next() {
        while (true) {
            long head = positions.get(HEAD);
            int cell = cell(head);
            if (published.get(cell) != head + 1) {
                return -1;
            }
            long word = about[2 * cell];
            if ((word & SKIP) == 0) {
                return head;
            }
            positions.set(HEAD, head + (word & LENGTH_MASK));
        }
    }

    private void free(long position, int length) {
        positions.set(HEAD, position + cellsFor(length));
    }

    private int cell(long position) {
        return (int) position & cells - 1;
    }

    private static int cellsFor(int length) {
        return Math.max(1, (length + CELL_BYTES - 1) / CELL_BYTES);
    }
}
