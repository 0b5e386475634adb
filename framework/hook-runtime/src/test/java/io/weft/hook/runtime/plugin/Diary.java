package io.weft.hook.runtime.plugin;

import io.weft.hook.PluginContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A service of the tests' host, in which plugins write down what they do.
public final class Diary {

    public final List<String> entries = new CopyOnWriteArrayList<>();

    /// Left behind by a plugin that hopes to use it after its time.
    public @Nullable PluginContext context;
}
