package io.weft.net.drivers.pcap;

import io.weft.net.driver.Driver.LinkLayer;
import io.weft.net.driver.DriverException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads pcapng (draft-ietf-opsawg-pcapng): section headers, interface descriptions, enhanced and simple packet blocks. Others are
/// passed over.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------------------------------------------------------+
///     |                          block type                           |
///     +---------------------------------------------------------------+
///     |                   block length, all of it                     |
///     +---------------------------------------------------------------+
///     |                body, padded to 32 bits (variable)             |
///     +---------------------------------------------------------------+
///     |                     block length, again                       |
///     +---------------------------------------------------------------+
///
/// Each section has its own byte order and interfaces. The link layer is that of the file's first interface.
final class PcapngReader extends CaptureReader {

    /// The same read from either side.
    static final int SECTION_HEADER = 0x0A0D0D0A;

    private static final int INTERFACE = 1;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int FRAMING = 12;
    private static final int OPTION_END = 0;
    private static final int OPTION_TSRESOL = 9;
    private static final int USUAL_TSRESOL = 6;
    private static final int MOST_INTERFACES = 65_536;

    private record Interface(int linkType, @Nullable LinkLayer linkLayer, long snapLength, int tsresol) {

        /// A power of ten, or with the high bit a power of two.
        long toNs(long units) {
            int exponent = tsresol & 0x7F;
            if ((tsresol & 0x80) != 0) {
                return exponent > 63 ? 0 : (long) (units / Math.pow(2, exponent) * 1e9);
            }
            return exponent <= 9 ? units * tenTo(9 - exponent) : exponent <= 27 ? units / tenTo(exponent - 9) : 0;
        }

        private static long tenTo(int exponent) {
            long power = 1;
            for (int i = 0; i < exponent; i++) {
                power *= 10;
            }
            return power;
        }
    }

    private final List<Interface> interfaces = new ArrayList<>();
    private final LinkLayer linkLayer;

    PcapngReader(String name, FileWindow window) throws IOException {
        super(window);
        @Nullable Step step = null;
        while (step == null && interfaces.isEmpty()) {
            step = readBlock();
        }
        if (interfaces.isEmpty()) {
            throw new DriverException(name + (step == Step.END ? ": describes no interface, so it has no frames"
                    : ": is damaged before its first interface description"));
        }
        linkLayer = linkLayerOf(name, interfaces.getFirst().linkType);
    }

    @Override
    LinkLayer linkLayer() {
        return linkLayer;
    }

    @Override
    Step next() throws IOException {
        while (true) {
            Step step = readBlock();
            if (step != null) {
                return step;
            }
        }
    }

    /// Deals with one block; null when it was none that {@link #next} is about.
    private @Nullable Step readBlock() throws IOException {
        if (window.isAtEnd()) {
            return Step.END;
        }
        if (!window.has(FRAMING)) {
            return Step.DAMAGED;
        }
        if (window.i32(0) == SECTION_HEADER && !beginSection()) {
            return Step.DAMAGED;
        }
        int type = window.i32(0);
        long length = window.u32(4);
        if (length < FRAMING || length % 4 != 0) {
            return Step.DAMAGED;
        }
        if (type != SECTION_HEADER && type != INTERFACE && type != SIMPLE_PACKET && type != ENHANCED_PACKET) {
            return window.skip(length) ? null : Step.DAMAGED;
        }
        if (length > FileWindow.SIZE || !window.has((int) length) || window.u32((int) length - 4) != length) {
            return Step.DAMAGED;
        }
        Step step = switch (type) {
            case INTERFACE -> describeInterface((int) length);
            case ENHANCED_PACKET -> enhancedPacket((int) length);
            case SIMPLE_PACKET -> simplePacket((int) length);
            default -> null;
        };
        window.advance((int) length);
        return step;
    }

    /// Interfaces and byte order are a section's own.
    private boolean beginSection() {
        window.littleEndian(false);
        if (window.i32(8) != BYTE_ORDER_MAGIC) {
            window.littleEndian(true);
            if (window.i32(8) != BYTE_ORDER_MAGIC) {
                return false;
            }
        }
        interfaces.clear();
        return true;
    }

    private @Nullable Step describeInterface(int length) {
        if (length < FRAMING + 8 || interfaces.size() >= MOST_INTERFACES) {
            return Step.DAMAGED;
        }
        int linkType = window.u16(8);
        interfaces.add(new Interface(linkType, FrameFormat.linkLayer(linkType), window.u32(12), tsresol(length)));
        return null;
    }

    private int tsresol(int length) {
        int at = 16;
        while (at + 4 <= length - 4) {
            int code = window.u16(at);
            int size = window.u16(at + 2);
            if (code == OPTION_END || at + 4 + size > length - 4) {
                break;
            }
            if (code == OPTION_TSRESOL && size == 1) {
                return window.u8(at + 4);
            }
            at += 4 + (size + 3 & ~3);
        }
        return USUAL_TSRESOL;
    }

    private Step enhancedPacket(int length) {
        if (length < FRAMING + 20) {
            return Step.DAMAGED;
        }
        long number = window.u32(8);
        long captured = window.u32(20);
        if (number >= interfaces.size() || captured > length - FRAMING - 20) {
            return Step.DAMAGED;
        }
        Interface on = interfaces.get((int) number);
        frameTimeNs = on.toNs(window.u32(12) << 32 | window.u32(16));
        return frame(on, 28, captured, window.u32(24));
    }

    /// Has no time and no captured length: that is the smaller of the original's and the first interface's snap length.
    private Step simplePacket(int length) {
        if (length < FRAMING + 4 || interfaces.isEmpty()) {
            return Step.DAMAGED;
        }
        Interface on = interfaces.getFirst();
        long original = window.u32(8);
        long captured = Math.min(original, on.snapLength == 0 ? original : on.snapLength);
        if (captured > length - FRAMING - 4) {
            return Step.DAMAGED;
        }
        frameTimeNs = 0;
        return frame(on, 12, captured, original);
    }

    private Step frame(Interface on, int offset, long captured, long original) {
        if (captured > LARGEST_FRAME) {
            return Step.DAMAGED;
        }
        frameAt = window.index(offset);
        frameLength = (int) captured;
        return captured < original || on.linkLayer != linkLayer ? Step.UNUSABLE : Step.FRAME;
    }
}
