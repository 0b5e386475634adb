package io.weft.net.app.operator.dump;

import io.weft.net.packet.Packet;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Frames on their way from the loop thread to one reader, in memory of a fixed size: who finds no room is counted and lost, nobody waits.
///
///     ┌────────────┬────────────┬────────────┬──────────────┬────────────────────────────┐
///     │ stored (4) │ length (4) │ timeNs (8) │ outgoing (4) │ bytes, to a multiple of 4  │
///     └────────────┴────────────┴────────────┴──────────────┴────────────────────────────┘
///
/// A frame lies in one piece; a stored length of -1 sends the reader back to the start.
final class CaptureRing {

    private static final int HEADER_BYTES = 20;
    private static final int AT_START = -1;

    private final byte[] bytes;
    private final ByteBuffer fields;
    /// How many bytes were ever written, and read.
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /// @param capacityBytes a multiple of 4
    CaptureRing(int capacityBytes) {
        bytes = new byte[capacityBytes];
        fields = ByteBuffer.wrap(bytes);
    }

    /// Copies a frame, on the loop thread.
    ///
    /// @param atMost of its bytes
    void put(Packet frame, int atMost, long timeNs, boolean outgoing) {
        int stored = Math.min(frame.length(), atMost);
        int needed = HEADER_BYTES + (stored + 3 & ~3);
        long head = written.getPlain();
        int at = (int) (head % bytes.length);
        int skipped = at + needed > bytes.length ? bytes.length - at : 0;
        if (needed > bytes.length || bytes.length - (head - read.getAcquire()) < skipped + needed) {
            lost.setRelease(lost.getPlain() + 1);
            return;
        }
        if (skipped > 0) {
            fields.putInt(at, AT_START);
            at = 0;
        }
        fields.putInt(at, stored).putInt(at + 4, frame.length()).putLong(at + 8, timeNs).putInt(at + 16, outgoing ? 1 : 0);
        frame.copyTo(0, bytes, at + HEADER_BYTES, stored);
        written.setRelease(head + skipped + needed);
    }

    /// Takes the next frame, on the reader's thread.
    ///
    /// @return null when there is none now
    @Nullable CapturedFrame poll() {
        long tail = read.getPlain();
        if (tail == written.getAcquire()) {
            return null;
        }
        int at = (int) (tail % bytes.length);
        int stored = fields.getInt(at);
        if (stored == AT_START) {
            tail += bytes.length - at;
            at = 0;
            stored = fields.getInt(0);
        }
        byte[] copy = new byte[stored];
        System.arraycopy(bytes, at + HEADER_BYTES, copy, 0, stored);
        CapturedFrame frame = new CapturedFrame(copy, fields.getInt(at + 4), fields.getLong(at + 8), fields.getInt(at + 16) == 1);
        read.setRelease(tail + HEADER_BYTES + (stored + 3 & ~3));
        return frame;
    }

    /// How many frames found no room.
    long lost() {
        return lost.getAcquire();
    }
}
