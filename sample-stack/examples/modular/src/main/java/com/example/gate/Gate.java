package com.example.gate;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.weave.Weaving;

/// A class whose method is a hook point, in a package that the module keeps to itself.
final class Gate implements HookHost {

    static final String PASS = "PASS";

    private final HookTables hooks = HookTables.create();

    Gate() {
        Weaving.require(Gate.class);
        hooks.declare(PASS, String.class, PointOptions.<String>failClosed().withAnswer("closed"));
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    @Hook(PASS)
    String pass(String name) {
        return "pass, " + name;
    }
}
