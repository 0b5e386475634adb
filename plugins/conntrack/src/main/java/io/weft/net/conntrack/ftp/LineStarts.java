package io.weft.net.conntrack.ftp;

import io.weft.net.connection.Direction;

/// The sequence numbers at which lines begin, the last two in each direction, since a segment may come again.
final class LineStarts {

    private static final int REMEMBERED = 2;

    private final int[] sequences = new int[2 * REMEMBERED];
    private final int[] known = new int[2];

    boolean has(Direction direction, int sequence) {
        int from = direction.ordinal() * REMEMBERED;
        for (int i = 0; i < known[direction.ordinal()]; i++) {
            if (sequences[from + i] == sequence) {
                return true;
            }
        }
        return false;
    }

    void add(Direction direction, int sequence) {
        if (has(direction, sequence)) {
            return;
        }
        int way = direction.ordinal();
        int from = way * REMEMBERED;
        if (known[way] < REMEMBERED) {
            sequences[from + known[way]++] = sequence;
            return;
        }
        int oldest = sequences[from] - sequences[from + 1] < 0 ? from : from + 1;
        if (sequence - sequences[oldest] > 0) {
            sequences[oldest] = sequence;
        }
    }
}
