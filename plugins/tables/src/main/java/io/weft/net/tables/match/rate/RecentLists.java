package io.weft.net.tables.match.rate;

import java.util.HashMap;
import java.util.Map;

/// The lists of `recent` by name, each for as long as a rule names it. Belongs to the loop thread.
final class RecentLists {

    private final Jiffies jiffies;
    private final RecentLimits limits;
    private final int seed;
    private final Map<String, Shared> lists = new HashMap<>();

    RecentLists(Jiffies jiffies, RecentLimits limits, int seed) {
        this.jiffies = jiffies;
        this.limits = limits;
        this.seed = seed;
    }

    private static final class Shared {
        final RecentList list;
        int users;

        Shared(RecentList list) {
            this.list = list;
        }
    }

    Jiffies jiffies() {
        return jiffies;
    }

    /// @param mask of a list that is not there yet
    /// @param hits how many packets the rule counts; a list that remembered fewer starts anew
    RecentList acquire(String name, int mask, int hits) {
        int packets = limits.packetsFor(hits);
        Shared shared = lists.computeIfAbsent(name, _ -> new Shared(new RecentList(limits.addresses(), mask, packets, seed)));
        shared.list.remember(packets);
        shared.users++;
        return shared.list;
    }

    void release(String name) {
        Shared shared = lists.get(name);
        if (shared != null && --shared.users == 0) {
            lists.remove(name);
        }
    }

    /// How many there are.
    int size() {
        return lists.size();
    }
}
