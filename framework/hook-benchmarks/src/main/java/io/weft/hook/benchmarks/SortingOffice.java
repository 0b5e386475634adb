package io.weft.hook.benchmarks;

import io.weft.hook.Handler;
import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.HookPoint;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.weave.Weaving;

/// The toy host: the same small method behind a hook point and without one.
final class SortingOffice implements HookHost {

    static {
        Weaving.require(SortingOffice.class);
    }

    private final HookTables tables = HookTables.create();
    private long sorted;

    /// @param clerks how many handlers stand at the point
    SortingOffice(int clerks) {
        this(clerks, PointOptions.failClosed());
    }

    /// @param options what the point asks of its handlers
    SortingOffice(int clerks, PointOptions<Letter> options) {
        HookPoint<Letter> sort = tables.declare("SORT", Letter.class, options);
        int desk = 0;
        for (Handler<Letter> clerk : Clerks.staff(clerks)) {
            sort.attach(desk, "clerk" + desk, clerk);
            desk++;
        }
    }

    @Override
    public Hooks hooks() {
        return tables;
    }

    @Hook("SORT")
    void sort(Letter letter) {
        sorted += letter.weight;
    }

    void sortWithoutHook(Letter letter) {
        sorted += letter.weight;
    }

    long sorted() {
        return sorted;
    }
}
