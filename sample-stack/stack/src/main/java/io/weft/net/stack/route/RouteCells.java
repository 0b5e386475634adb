package io.weft.net.stack.route;

import io.weft.net.address.Ipv4Prefix;
import java.util.Arrays;

/// The whole address space as cells, each with the slot of the route that leads there: a DIR-24-8 table (Gupta, Lin, McKeown 1998) with a
/// first step of 16 bits and two of 8.
///
///     cells   0 .. 65535            one for each 16 first bits
///             65536 + 256 n ..      block n: one for each 8 bits that follow
///     a cell  slot << 6 | length    of the longest prefix that holds all its addresses; 0 for none
///             ~first                the block that tells them apart
///
/// All in one array, because a look-up is a chain of cache misses and nothing else: 256 KB for a small table, with 1 KB more for each
/// /16, and each /24, in which longer prefixes begin.
final class RouteCells {

    private static final int ROOT_BITS = 16;
    private static final int ROOT_CELLS = 1 << ROOT_BITS;
    private static final int BLOCK_BITS = 8;
    private static final int BLOCK_CELLS = 1 << BLOCK_BITS;
    private static final int LENGTH_BITS = 6;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    private static final int NO_BLOCK = -1;

    private int[] cells = new int[ROOT_CELLS];
    /// By block: how many prefixes are in it that are too long for the cell that leads to it.
    private int[] prefixesIn = {};
    private int usedBlocks;
    private int freeBlock = NO_BLOCK;

    /// The slot of the longest prefix that holds `address`, or 0.
    int slotAt(int address) {
        int cell = cells[address >>> BLOCK_BITS + BLOCK_BITS];
        if (cell < 0) {
            cell = cells[~cell + (address >>> BLOCK_BITS & BLOCK_CELLS - 1)];
            if (cell < 0) {
                cell = cells[~cell + (address & BLOCK_CELLS - 1)];
            }
        }
        return cell >>> LENGTH_BITS;
    }

    /// Enters a prefix that is not there yet.
    void add(Ipv4Prefix prefix, int slot) {
        int first = 0;
        int bits = ROOT_BITS;
        int depth = ROOT_BITS;
        while (prefix.length() > depth) {
            int at = first + index(prefix, depth, bits);
            if (cells[at] >= 0) {
                openBlock(at);
            }
            first = ~cells[at];
            prefixesIn[block(first)]++;
            bits = BLOCK_BITS;
            depth += BLOCK_BITS;
        }
        int at = first + index(prefix, depth, bits);
        paint(at, 1 << depth - prefix.length(), prefix.length(), slot << LENGTH_BITS | prefix.length());
    }

    /// Takes a prefix away; what it held falls to the next shorter one, if `slot` is not 0.
    void remove(Ipv4Prefix prefix, int slot, int shorterLength) {
        removeBelow(0, ROOT_BITS, ROOT_BITS, prefix, slot << LENGTH_BITS | shorterLength);
    }

    private void removeBelow(int first, int bits, int depth, Ipv4Prefix prefix, int shorter) {
        int at = first + index(prefix, depth, bits);
        if (prefix.length() <= depth) {
            paint(at, 1 << depth - prefix.length(), prefix.length(), shorter);
            return;
        }
        int below = ~cells[at];
        removeBelow(below, BLOCK_BITS, depth + BLOCK_BITS, prefix, shorter);
        if (--prefixesIn[block(below)] == 0) {
            cells[at] = cells[below];
            closeBlock(below);
        }
    }

    /// Sets cells that belong to prefixes of at most this length, through all blocks below.
    private void paint(int from, int count, int length, int cell) {
        for (int at = from; at < from + count; at++) {
            int there = cells[at];
            if (there < 0) {
                paint(~there, BLOCK_CELLS, length, cell);
            } else if ((there & LENGTH_MASK) <= length) {
                cells[at] = cell;
            }
        }
    }

    /// The first of the cells of a depth that the prefix holds, or the one that holds the prefix.
    private static int index(Ipv4Prefix prefix, int depth, int bits) {
        return prefix.address() >>> 32 - depth & (1 << bits) - 1;
    }

    private static int block(int first) {
        return first - ROOT_CELLS >>> BLOCK_BITS;
    }

    private void openBlock(int at) {
        int first;
        if (freeBlock != NO_BLOCK) {
            first = freeBlock;
            freeBlock = cells[first];
        } else {
            first = ROOT_CELLS + usedBlocks * BLOCK_CELLS;
            if (first == cells.length) {
                int blocks = Math.max(16, usedBlocks + usedBlocks / 2);
                cells = Arrays.copyOf(cells, ROOT_CELLS + blocks * BLOCK_CELLS);
                prefixesIn = Arrays.copyOf(prefixesIn, blocks);
            }
            usedBlocks++;
        }
        Arrays.fill(cells, first, first + BLOCK_CELLS, cells[at]);
        cells[at] = ~first;
    }

    private void closeBlock(int first) {
        cells[first] = freeBlock;
        freeBlock = first;
    }
}
