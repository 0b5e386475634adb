package io.weft.hook.runtime.plugin;

import io.weft.hook.PluginContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A service of the tests' host, in which plugins write down what they do.
public final class Diary {

    public final List<String> entries = new CopyOnWriteArrayList<>();

    /// Left behind by a plugin that hopes to use it after its time.
    public @Nullable PluginContext context;

    /// Undoes what a plugin should have undone itself.
    public Runnable undo = () -> { };

    private final CountDownLatch pause = new CountDownLatch(1);

    /// Keeps the caller until somebody lets it go on.
    public void pause() {
        try {
            pause.await();
        } catch (InterruptedException e) {
            entries.add("interrupted");
        }
    }

    public void goOn() {
        pause.countDown();
    }
}
