package io.weft.net.tables.match.payload;

import io.weft.net.packet.Packet;
import java.util.List;
import java.util.stream.IntStream;

/// The tests of a u32 match as a row of numbers, the kernel's `u32_match_it`.
///
///     a test: first, count of steps, (operator, number)…, count of ranges, (first, last)…
final class U32Program {

    private static final int AND = U32Test.Operator.AND.ordinal();
    private static final int LEFT = U32Test.Operator.LEFT.ordinal();
    private static final int RIGHT = U32Test.Operator.RIGHT.ordinal();
    private static final int WORD_LENGTH = 4;

    private final int[] words;

    U32Program(List<U32Test> tests) {
        words = tests.stream().flatMapToInt(U32Program::words).toArray();
    }

    private static IntStream words(U32Test test) {
        var words = IntStream.builder().add(test.first()).add(test.steps().size());
        test.steps().forEach(step -> words.add(step.operator().ordinal()).add(step.number()));
        words.add(test.ranges().size());
        test.ranges().forEach(range -> words.add(range.first()).add(range.last()));
        return words.build();
    }

    boolean passes(Packet packet) {
        int at = 0;
        while (at < words.length) {
            int steps = at + 2;
            int ranges = steps + 2 * words[at + 1];
            int next = ranges + 1 + 2 * words[ranges];
            if (!passes(packet, words[at], steps, ranges, next)) {
                return false;
            }
            at = next;
        }
        return true;
    }

    private boolean passes(Packet packet, int first, int steps, int ranges, int end) {
        // offsets are unsigned 32 bits; those that @ adds up may not wrap
        long base = 0;
        if (!isThere(packet, base, first)) {
            return false;
        }
        int value = packet.i32(first);
        for (int at = steps; at < ranges; at += 2) {
            int operator = words[at];
            int number = words[at + 1];
            if (operator == AND) {
                value &= number;
            } else if (operator == LEFT) {
                value <<= number;
            } else if (operator == RIGHT) {
                value >>>= number;
            } else {
                base += Integer.toUnsignedLong(value);
                if (!isThere(packet, base, number)) {
                    return false;
                }
                value = packet.i32((int) base + number);
            }
        }
        for (int at = ranges + 1; at < end; at += 2) {
            if (Integer.compareUnsigned(value, words[at]) >= 0 && Integer.compareUnsigned(value, words[at + 1]) <= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThere(Packet packet, long base, int offset) {
        return base + Integer.toUnsignedLong(offset) + WORD_LENGTH <= packet.length();
    }
}
