package io.weft.net.tables.engine;

import io.weft.net.route.NetInterface;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which of a table's interface patterns each interface fits: a row of bits per interface, made when its first packet comes, so that a
/// rule costs a look at one bit and no comparison of names.
final class InterfaceRows {

    private final List<String> patterns;
    private final long[] none;
    private NetInterface[] seen = new NetInterface[8];
    private long[][] rows = new long[8][];

    InterfaceRows(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
        this.none = row("");
    }

    /// @param device null where a packet has none, which only the pattern `+` fits
    long[] of(@Nullable NetInterface device) {
        if (device == null) {
            return none;
        }
        int index = device.index();
        if (index < seen.length && seen[index] == device) {
            return rows[index];
        }
        return add(device, index);
    }

    static boolean fits(long[] row, int pattern) {
        return (row[pattern >> 6] >>> pattern & 1) != 0;
    }

    private long[] add(NetInterface device, int index) {
        if (index >= seen.length) {
            int size = Math.max(index + 1, seen.length * 2);
            seen = Arrays.copyOf(seen, size);
            rows = Arrays.copyOf(rows, size);
        }
        seen[index] = device;
        rows[index] = row(device.name());
        return rows[index];
    }

    private long[] row(String name) {
        var row = new long[(patterns.size() >> 6) + 1];
        for (int i = 0; i < patterns.size(); i++) {
            if (fits(patterns.get(i), name)) {
                row[i >> 6] |= 1L << i;
            }
        }
        return row;
    }

    static boolean fits(String pattern, String name) {
        return pattern.endsWith("+") ? name.startsWith(pattern.substring(0, pattern.length() - 1)) : name.equals(pattern);
    }
}
