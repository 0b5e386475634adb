package io.weft.hook.runtime.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The class loader of one plugin, from one load to one unload: looks into its jar first, then into those of the plugins it depends on,
/// then into the host; for shared packages into the host only.
///
/// Its name tells it from every other in stack traces, also from that of another version of the same plugin.
final class PluginClasses extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final List<PluginClasses> dependencies;
    private final Predicate<String> shared;

    /// @param shared tells, by a class's name, whether it comes from the host whatever the jar contains
    PluginClasses(String name, Path jar, List<PluginClasses> dependencies, ClassLoader host, Predicate<String> shared) {
        super(name, new URL[] {url(jar)}, host);
        this.dependencies = List.copyOf(dependencies);
        this.shared = shared;
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw new IllegalArgumentException(jar + " has no URL", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || shared.test(name)) {
            return getParent().loadClass(name);
        }
        Class<?> type = search(name);
        if (type == null) {
            return getParent().loadClass(name);
        }
        if (resolve) {
            resolveClass(type);
        }
        return type;
    }

    /// The class in this plugin's jar or in one that it depends on. The host is asked after all of them: what the first of them lacks
    /// another may have, and the host too.
    private @Nullable Class<?> search(String name) {
        synchronized (getClassLoadingLock(name)) {
            Class<?> type = findLoadedClass(name);
            if (type != null) {
                return type;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException notInTheJar) {
                for (PluginClasses dependency : dependencies) {
                    type = dependency.search(name);
                    if (type != null) {
                        return type;
                    }
                }
                return null;
            }
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        for (int i = 0; own == null && i < dependencies.size(); i++) {
            own = dependencies.get(i).findResource(name);
        }
        return own == null ? getParent().getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
        for (PluginClasses dependency : dependencies) {
            all.addAll(Collections.list(dependency.findResources(name)));
        }
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }
}
