package io.weft.net.tables.match.rate;

import java.util.HashMap;
import java.util.Map;

/// The tables of `hashlimit` by name, each for as long as a rule names it. Belongs to the loop thread.
final class HashlimitTables {

    private final Jiffies jiffies;
    private final int seed;
    private final Map<String, Shared> tables = new HashMap<>();

    HashlimitTables(Jiffies jiffies, int seed) {
        this.jiffies = jiffies;
        this.seed = seed;
    }

    private static final class Shared {
        final HashlimitTable table;
        int users;

        Shared(HashlimitTable table) {
            this.table = table;
        }
    }

    Jiffies jiffies() {
        return jiffies;
    }

    /// @param settings of a table that is not there yet
    HashlimitTable acquire(String name, HashlimitSettings settings) {
        Shared shared = tables.computeIfAbsent(
                name, _ -> new Shared(new HashlimitTable(new HashlimitPrice(settings), jiffies.now(), seed)));
        shared.users++;
        return shared.table;
    }

    void release(String name) {
        Shared shared = tables.get(name);
        if (shared != null && --shared.users == 0) {
            tables.remove(name);
        }
    }

    /// How many there are.
    int size() {
        return tables.size();
    }
}
