package io.weft.net.drivers.pcap;

import io.weft.net.driver.Driver.LinkLayer;
import io.weft.net.driver.DriverException;
import java.io.IOException;

/// Reads the classic format (draft-ietf-opsawg-pcap), of either byte order, in microseconds or nanoseconds.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------------------------------------------------------+
///     |                        time, seconds                          |
///     +---------------------------------------------------------------+
///     |              time, microseconds or nanoseconds                |
///     +---------------------------------------------------------------+
///     |                  bytes that are in the file                   |
///     +---------------------------------------------------------------+
///     |                bytes that were on the link                    |
///     +---------------------------------------------------------------+
final class PcapReader extends CaptureReader {

    static final int MICROSECONDS = 0xA1B2C3D4;
    static final int NANOSECONDS = 0xA1B23C4D;
    static final int FILE_HEADER = 24;
    static final int RECORD_HEADER = 16;

    // the upper bits of the field say whether frames end with an FCS
    private static final int LINK_TYPE_MASK = 0xFFFF;
    private static final int HAS_FCS = 0x0400_0000;
    private static final int FCS_LENGTH_SHIFT = 28;

    private final LinkLayer linkLayer;
    private final int nsPerFraction;
    private final int fcsLength;

    /// @param magic the first four bytes, as the window's first guess at the byte order reads them
    PcapReader(String name, FileWindow window, int magic) throws IOException {
        super(window);
        boolean swapped = magic == Integer.reverseBytes(MICROSECONDS) || magic == Integer.reverseBytes(NANOSECONDS);
        int native32 = swapped ? Integer.reverseBytes(magic) : magic;
        if (native32 != MICROSECONDS && native32 != NANOSECONDS) {
            throw new DriverException(name + ": is no capture file (neither pcap nor pcapng)");
        }
        if (!window.has(FILE_HEADER)) {
            throw new DriverException(name + ": is cut short within its header");
        }
        window.littleEndian(swapped);
        nsPerFraction = native32 == NANOSECONDS ? 1 : 1000;
        int link = window.i32(20);
        linkLayer = linkLayerOf(name, link & LINK_TYPE_MASK);
        // counted in 16-bit words
        fcsLength = (link & HAS_FCS) != 0 ? (link >>> FCS_LENGTH_SHIFT) * 2 : 0;
        window.advance(FILE_HEADER);
    }

    @Override
    LinkLayer linkLayer() {
        return linkLayer;
    }

    @Override
    Step next() throws IOException {
        if (window.isAtEnd()) {
            return Step.END;
        }
        if (!window.has(RECORD_HEADER)) {
            return Step.DAMAGED;
        }
        long captured = window.u32(8);
        long original = window.u32(12);
        if (captured > LARGEST_FRAME || !window.has(RECORD_HEADER + (int) captured)) {
            return Step.DAMAGED;
        }
        frameTimeNs = window.u32(0) * 1_000_000_000L + window.u32(4) * nsPerFraction;
        frameAt = window.index(RECORD_HEADER);
        frameLength = Math.max(0, (int) captured - fcsLength);
        window.advance(RECORD_HEADER + (int) captured);
        return captured < original ? Step.UNUSABLE : Step.FRAME;
    }
}
