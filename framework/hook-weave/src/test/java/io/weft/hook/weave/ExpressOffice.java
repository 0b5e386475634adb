package io.weft.hook.weave;

import io.weft.hook.Hook;
import io.weft.hook.Hooks;

/// A host whose superclass is one too.
class ExpressOffice extends SortingOffice {

    int express;

    ExpressOffice(Hooks hooks) {
        super(hooks);
    }

    @Hook("EXPRESS")
    public void express(Letter letter) {
        express++;
    }

    @Hook("RETURN")
    protected void giveBack(Letter letter) {
        express--;
    }
}
