package io.weft.hook.benchmarks;

import io.weft.hook.Verdict;
import io.weft.hook.benchmarks.Contestant.Route;

/// What a programmer writes who knows all handlers when the program is compiled.
final class DirectRoute {

    private static final Clerk C0 = new Clerk(1_000);
    private static final Clerk C1 = new Clerk(1_001);
    private static final Clerk C2 = new Clerk(1_002);
    private static final Clerk C3 = new Clerk(1_003);
    private static final Clerk C4 = new Clerk(1_004);
    private static final Clerk C5 = new Clerk(1_005);
    private static final Clerk C6 = new Clerk(1_006);
    private static final Clerk C7 = new Clerk(1_007);

    private DirectRoute() { }

    static Route of(SortingOffice office, int handlers) {
        return switch (handlers) {
            case 0 -> office::sortWithoutHook;
            case 1 -> letter -> {
                if (C0.weigh(letter) == Verdict.ACCEPT) {
                    office.sortWithoutHook(letter);
                }
            };
            case 4 -> letter -> {
                if (C0.weigh(letter) == Verdict.ACCEPT && C1.weigh(letter) == Verdict.ACCEPT
                        && C2.weigh(letter) == Verdict.ACCEPT && C3.weigh(letter) == Verdict.ACCEPT) {
                    office.sortWithoutHook(letter);
                }
            };
            case 8 -> letter -> {
                if (C0.weigh(letter) == Verdict.ACCEPT && C1.weigh(letter) == Verdict.ACCEPT
                        && C2.weigh(letter) == Verdict.ACCEPT && C3.weigh(letter) == Verdict.ACCEPT
                        && C4.weigh(letter) == Verdict.ACCEPT && C5.weigh(letter) == Verdict.ACCEPT
                        && C6.weigh(letter) == Verdict.ACCEPT && C7.weigh(letter) == Verdict.ACCEPT) {
                    office.sortWithoutHook(letter);
                }
            };
            default -> throw new IllegalArgumentException("written by hand for 0, 1, 4 and 8 handlers, not " + handlers);
        };
    }
}
