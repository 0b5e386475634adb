package io.weft.hook.runtime;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import io.weft.hook.weave.Weaving;
import java.util.ArrayList;
import java.util.List;

/// The toy host: letters come in, are stamped, and lie in a bag, or in the bin when a handler dropped them.
final class SortingOffice implements HookHost {

    static {
        Weaving.require(SortingOffice.class);
    }

    final List<Letter> bag = new ArrayList<>();
    final List<String> bin = new ArrayList<>();
    private final Hooks hooks;

    SortingOffice(Hooks hooks) {
        this.hooks = hooks;
    }

    /// An office with points that drop a letter whose handler fails.
    static SortingOffice strict(Hooks hooks) {
        SortingOffice office = new SortingOffice(hooks);
        hooks.declare("SORT", Letter.class, PointOptions.failClosed(office::discard));
        hooks.declare("STAMP", Letter.class, PointOptions.failClosed(office::discard));
        return office;
    }

    /// An office with points that let a letter pass whose handler fails.
    static SortingOffice lenient(Hooks hooks) {
        SortingOffice office = new SortingOffice(hooks);
        hooks.declare("SORT", Letter.class, PointOptions.failOpen(office::discard));
        hooks.declare("STAMP", Letter.class, PointOptions.failOpen(office::discard));
        return office;
    }

    private void discard(Letter letter, Verdict verdict) {
        bin.add(letter.to() + " " + verdict);
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    @Hook("SORT")
    void sort(Letter letter) {
        bag.add(letter);
    }

    @Hook("STAMP")
    int stamp(Letter letter, int price) {
        return price;
    }
}
