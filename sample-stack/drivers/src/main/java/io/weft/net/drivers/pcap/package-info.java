/// How do frames come out of a capture file and go into one?
///
/// Entrance: {@link io.weft.net.drivers.pcap.PcapProvider}. {@link io.weft.net.drivers.pcap.CaptureReader} has one class per file
/// format, {@link io.weft.net.drivers.pcap.PcapWriter} writes the classic one. Times in the file are not replayed.
@NullMarked
package io.weft.net.drivers.pcap;

import org.jspecify.annotations.NullMarked;
