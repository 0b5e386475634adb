package io.weft.hook.runtime.plugin;

import io.weft.hook.Held;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A service of the tests' host: tells plugins whether they may decide about what waits at them, and notes the class loaders that came.
public final class Desk {

    public final Queue<Held<Item>> stolen = new ConcurrentLinkedQueue<>();
    private final List<WeakReference<ClassLoader>> loaders = new CopyOnWriteArrayList<>();
    private boolean open;

    synchronized void open(boolean value) {
        open = value;
        notifyAll();
    }

    /// Waits until what waits may be decided about.
    public synchronized void awaitOpen() throws InterruptedException {
        while (!open) {
            wait();
        }
    }

    public void come(ClassLoader loader) {
        loaders.add(new WeakReference<>(loader));
    }

    /// How many of the class loaders that came are there still.
    long living() {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }
}
