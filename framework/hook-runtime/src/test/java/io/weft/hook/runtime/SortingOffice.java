package io.weft.hook.runtime;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import java.util.ArrayList;
import java.util.List;

/// The toy host: letters come in, are stamped, and lie in a bag.
class SortingOffice implements HookHost {

    final List<Letter> bag = new ArrayList<>();
    private final Hooks hooks;

    SortingOffice(Hooks hooks) {
        this.hooks = hooks;
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
    private int stamp(Letter letter, int price, long weight) {
        return price * 2 + (int) weight;
    }

    int callStamp(Letter letter, int price, long weight) {
        return stamp(letter, price, weight);
    }
}
