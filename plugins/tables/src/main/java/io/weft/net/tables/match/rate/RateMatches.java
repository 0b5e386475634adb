package io.weft.net.tables.match.rate;

import io.weft.net.Stack;
import io.weft.net.tables.extension.MatchExtension;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The matches with a memory or a clock.
public final class RateMatches {

    private RateMatches() { }

    /// @param stack whose time they go by
    /// @param recent how much the lists of `recent` hold
    public static List<MatchExtension> all(Stack stack, RecentLimits recent) {
        RandomGenerator random = new SplittableRandom();
        var jiffies = new Jiffies(stack);
        // the kernel's time zone is set when it starts, and does not go with summer and winter
        int zoneSeconds = ZoneId.systemDefault().getRules().getOffset(InstantSource.system().instant()).getTotalSeconds();
        return List.of(
                new LimitExtension(jiffies),
                new HashlimitExtension(new HashlimitTables(jiffies, random.nextInt())),
                new RecentExtension(new RecentLists(jiffies, recent, random.nextInt())),
                new QuotaExtension(),
                new StatisticExtension(random),
                new TimeExtension(stack, zoneSeconds));
    }
}
