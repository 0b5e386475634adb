package io.weft.net.drivers.pcap;

import io.weft.net.driver.Driver.LinkLayer;
import org.jspecify.annotations.Nullable;

/// What a frame of a capture begins with: the numbers of the LINKTYPE registry (draft-ietf-opsawg-pcaplinktype).
final class FrameFormat {

    static final int ETHERNET = 1;
    static final int RAW = 101;
    private static final int IPV4 = 228;
    // DLT_RAW of two families of systems, that some programs write although the registry has 101
    private static final int RAW_BSD = 12;
    private static final int RAW_OPENBSD = 14;

    private FrameFormat() { }

    /// The link layer that a number stands for, or null for one that no driver hands over.
    static @Nullable LinkLayer linkLayer(int linkType) {
        return switch (linkType) {
            case ETHERNET -> LinkLayer.ETHERNET;
            case RAW, IPV4, RAW_BSD, RAW_OPENBSD -> LinkLayer.NONE;
            default -> null;
        };
    }

    static int linkType(LinkLayer linkLayer) {
        return switch (linkLayer) {
            case ETHERNET -> ETHERNET;
            case NONE -> RAW;
        };
    }
}
