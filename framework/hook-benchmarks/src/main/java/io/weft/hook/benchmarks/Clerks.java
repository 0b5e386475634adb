package io.weft.hook.benchmarks;

import io.weft.hook.Handler;
import java.util.List;
import java.util.stream.IntStream;

/// The handlers that every contestant is given: each of a class of its own, as the handlers of different plugins are.
final class Clerks {

    private Clerks() { }

    /// @param count how many, from 0 to 8
    static List<Handler<Letter>> staff(int count) {
        return IntStream.range(0, count).mapToObj(Clerks::at).toList();
    }

    // one method reference a line: each is a class of its own to the JIT, where a loop over one line would make eight objects of one class
    private static Handler<Letter> at(int desk) {
        return switch (desk) {
            case 0 -> new Clerk(1_000)::weigh;
            case 1 -> new Clerk(1_001)::weigh;
            case 2 -> new Clerk(1_002)::weigh;
            case 3 -> new Clerk(1_003)::weigh;
            case 4 -> new Clerk(1_004)::weigh;
            case 5 -> new Clerk(1_005)::weigh;
            case 6 -> new Clerk(1_006)::weigh;
            case 7 -> new Clerk(1_007)::weigh;
            default -> throw new IllegalArgumentException("desks are 0 to 7, not " + desk);
        };
    }
}
