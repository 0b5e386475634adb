package io.weft.net.logging;

import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What `log.py` prints: frames that a kernel got, and what it said to them.
///
/// @param kind LOG or TRACE
/// @param what the options of LOG, `mark`, or the number of the traced packet
record KernelSays(String kind, String what, byte[] frame, String line) {

    static List<KernelSays> recorded() throws IOException {
        try (InputStream file = KernelSays.class.getResourceAsStream("/kernel/linux-6.18.txt")) {
            return parse(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static List<KernelSays> parse(String text) {
        return text.lines().map(line -> line.split("\t", 4))
                .map(words -> new KernelSays(words[0], words[1], HexFormat.of().parseHex(words[2]), words[3])).toList();
    }

    static Stream<KernelSays> of(List<KernelSays> all, String kind) {
        return all.stream().filter(each -> each.kind.equals(kind));
    }

    /// The frame as it would stand before a table at PRE_ROUTING.
    Packet packet(StackDouble stack) {
        Packet packet = Objects.requireNonNull(stack.pool().take());
        packet.append(frame);
        packet.markLinkHeader();
        packet.pull(EthernetHeader.LENGTH);
        packet.markNetworkHeader();
        packet.trim(packet.ip().totalLength());
        packet.in(stack.interfaceNamed("eth0"));
        return packet;
    }

    /// What this plugin says to the frame of a LOG.
    String said(StackDouble stack) {
        Packet packet = packet(stack);
        packet.mark(what.equals("mark") ? 0xfe01 : 0);
        var line = new LogLine().begin(0, false);
        KernelLine.write(line, packet, flags());
        packet.release();
        return line.toString();
    }

    private int flags() {
        int flags = 0;
        for (String option : what.split(" ")) {
            flags |= switch (option) {
                case "--log-tcp-sequence" -> LogFlags.TCP_SEQUENCE;
                case "--log-tcp-options" -> LogFlags.TCP_OPTIONS;
                case "--log-ip-options" -> LogFlags.IP_OPTIONS;
                case "--log-macdecode" -> LogFlags.MAC_DECODE;
                case "--log-uid" -> LogFlags.UID;
                default -> 0;
            };
        }
        return flags;
    }
}
