package io.weft.hook.runtime.plugin;

import java.util.concurrent.atomic.AtomicInteger;

/// A service of the tests' host that numbers the lives of a plugin.
public final class Lives {

    private final AtomicInteger last = new AtomicInteger();

    public int next() {
        return last.incrementAndGet();
    }
}
