package io.weft.net.logging;

import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A slot for the copy of a packet on its way to those who listen. It is used again, so it grows to the largest packet that came.
final class LoggedCopy {

    private static final int MAC_AT = 6;
    /// As much as the length of a netlink attribute can tell, the kernel's limit too.
    private static final int MAX_BYTES = 0xFFFF - 4;

    private byte[] bytes = new byte[256];
    private int length;
    private int originalLength;
    private int group;
    private int mark;
    private String prefix = "";
    private String hook = "";
    private @Nullable NetInterface in;
    private @Nullable NetInterface out;
    private final byte[] source = new byte[6];
    private boolean framed;
    private long atNs;

    int group() {
        return group;
    }

    /// @param most bytes to copy
    void fill(Packet packet, String newHook, int newGroup, String newPrefix, int most, long nowNs) {
        originalLength = packet.length();
        length = Math.min(Math.min(originalLength, most), MAX_BYTES);
        if (bytes.length < length) {
            bytes = new byte[Integer.highestOneBit(length) * 2];
        }
        packet.copyTo(0, bytes, 0, length);
        group = newGroup;
        prefix = newPrefix;
        hook = newHook;
        mark = packet.mark();
        in = packet.in();
        out = packet.out();
        framed = in != null && packet.linkHeaderLength() == EthernetHeader.LENGTH;
        if (framed) {
            packet.copyTo(packet.networkOffset() - EthernetHeader.LENGTH + MAC_AT, source, 0, source.length);
        }
        atNs = nowNs;
    }

    /// What is in it now, as a value of its own.
    ///
    /// @param epochNs when the stack's clock was at 0
    LoggedPacket packet(long epochNs) {
        long nanos = epochNs + atNs;
        return new LoggedPacket(group, prefix, hook, mark, name(in), index(in), name(out), index(out),
                framed ? HexFormat.ofDelimiter(":").formatHex(source) : "",
                Instant.ofEpochSecond(Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1)), Math.floorMod(nanos, TimeUnit.SECONDS.toNanos(1))),
                originalLength, Arrays.copyOf(bytes, length));
    }

    private static String name(@Nullable NetInterface device) {
        return device == null ? "" : device.name();
    }

    private static int index(@Nullable NetInterface device) {
        return device == null ? 0 : device.index();
    }
}
