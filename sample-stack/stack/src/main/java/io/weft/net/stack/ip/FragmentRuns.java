package io.weft.net.stack.ip;

import java.util.Arrays;

/// Which bytes of a datagram have come: disjoint runs in order.
///
/// As in Linux's `inet_frag_queue_insert` a run grows only at the datagram's end so far; a fragment that closes a hole before is a run
/// of its own. It matters to what counts as a duplicate: a fragment that lies within one run.
final class FragmentRuns {

    /// What a fragment is to those that came before it.
    enum Fit { NEW, DUPLICATE, OVERLAP }

    private static final int USUAL_RUNS = 16;

    private int[] starts = new int[USUAL_RUNS];
    private int[] ends = new int[USUAL_RUNS];
    private int count;

    void clear() {
        count = 0;
        if (starts.length > USUAL_RUNS) {
            starts = new int[USUAL_RUNS];
            ends = new int[USUAL_RUNS];
        }
    }

    /// Adds the bytes from `start` up to before `end` if none of them came before.
    Fit add(int start, int end) {
        int reach = count == 0 ? 0 : ends[count - 1];
        if (count == 0 || end > reach) {
            return append(start, end, reach);
        }
        int at = firstEndingAfter(start);
        if (end <= starts[at]) {
            insert(at, start, end);
            return Fit.NEW;
        }
        return start >= starts[at] && end <= ends[at] ? Fit.DUPLICATE : Fit.OVERLAP;
    }

    private Fit append(int start, int end, int reach) {
        if (start < reach) {
            return Fit.OVERLAP;
        }
        if (count > 0 && start == reach) {
            ends[count - 1] = end;
        } else {
            insert(count, start, end);
        }
        return Fit.NEW;
    }

    private int firstEndingAfter(int start) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (ends[middle] <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void insert(int at, int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        System.arraycopy(starts, at, starts, at + 1, count - at);
        System.arraycopy(ends, at, ends, at + 1, count - at);
        starts[at] = start;
        ends[at] = end;
        count++;
    }
}
