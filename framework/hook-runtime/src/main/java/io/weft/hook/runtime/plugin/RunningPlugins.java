package io.weft.hook.runtime.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;

/// The plugins that run, and who of them depends on whom.
final class RunningPlugins {

    /// In the order of their start.
    private final Map<String, RunningPlugin> byId = new LinkedHashMap<>();
    private final Versions versions;

    RunningPlugins(Versions versions) {
        this.versions = versions;
    }

    void put(RunningPlugin plugin) {
        byId.put(plugin.pluginId(), plugin);
    }

    void remove(RunningPlugin plugin) {
        byId.remove(plugin.pluginId());
    }

    @Nullable RunningPlugin find(String id) {
        return byId.get(id);
    }

    /// @throws IllegalArgumentException when no such plugin runs
    RunningPlugin get(String id) {
        RunningPlugin plugin = byId.get(id);
        if (plugin == null) {
            throw new IllegalArgumentException("no plugin " + id + " runs; running are " + byId.keySet());
        }
        return plugin;
    }

    Collection<RunningPlugin> all() {
        return List.copyOf(byId.values());
    }

    /// A plugin and all that depend on it, directly or through others, each after those it depends on.
    List<RunningPlugin> withDependents(RunningPlugin plugin) {
        Set<RunningPlugin> reached = new LinkedHashSet<>();
        postOrder(plugin, reached);
        List<RunningPlugin> order = new ArrayList<>(reached);
        Collections.reverse(order);
        return order;
    }

    private void postOrder(RunningPlugin plugin, Set<RunningPlugin> reached) {
        List<RunningPlugin> latestFirst = new ArrayList<>(byId.values());
        Collections.reverse(latestFirst);
        for (RunningPlugin other : latestFirst) {
            if (other.archive().dependsOn(plugin.pluginId()) && !reached.contains(other)) {
                postOrder(other, reached);
            }
        }
        reached.add(plugin);
    }

    /// The plugins that a jar depends on, directly or through others.
    ///
    /// @param provider by id, or null for one that does not run
    Set<RunningPlugin> providers(PluginArchive jar, Function<String, @Nullable RunningPlugin> provider) throws RefusedException {
        Set<RunningPlugin> providers = new LinkedHashSet<>();
        for (RunningPlugin direct : direct(jar, provider)) {
            providers.add(direct);
            providers.addAll(providers(direct.archive(), provider));
        }
        return providers;
    }

    /// The plugins that a jar names as its dependencies.
    List<RunningPlugin> direct(PluginArchive jar, Function<String, @Nullable RunningPlugin> provider) throws RefusedException {
        List<RunningPlugin> direct = new ArrayList<>();
        for (PluginDependency dependency : jar.dependencies()) {
            String id = dependency.getPluginId();
            RunningPlugin found = provider.apply(id);
            if (found == null && !dependency.isOptional()) {
                throw new RefusedException("it depends on plugin " + id + ", which is not there or was refused");
            }
            if (found != null) {
                if (!versions.fits(dependency, found.archive().version())) {
                    throw new RefusedException("it depends on plugin " + id + " in version " + dependency.getPluginVersionSupport()
                            + ", but " + found.archive().version() + " is here");
                }
                direct.add(found);
            }
        }
        return direct;
    }
}
