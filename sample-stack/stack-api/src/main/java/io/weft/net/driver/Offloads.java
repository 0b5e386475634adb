package io.weft.net.driver;

/// What a card does for the frames it transmits; the stack does in software what it does not.
///
/// @param checksum finishes a checksum that is {@link io.weft.net.packet.ChecksumState#TO_FINISH}
/// @param tcpSegmentation cuts a packet of {@link io.weft.net.packet.Segmentation#TCPV4}
/// @param udpSegmentation cuts a packet of {@link io.weft.net.packet.Segmentation#UDP}
public record Offloads(boolean checksum, boolean tcpSegmentation, boolean udpSegmentation) {

    public static final Offloads NONE = new Offloads(false, false, false);
    public static final Offloads ALL = new Offloads(true, true, true);
}
