package io.weft.hook.runtime.plugin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings another version of a plugin to life beside the one that runs, and beside those that depend on it new lives of theirs, whose
/// classes are linked with the other version.
final class Replacement {

    private final JarLoader jars;
    private final Starter starter;
    private final RunningPlugins running;

    Replacement(JarLoader jars, Starter starter, RunningPlugins running) {
        this.jars = jars;
        this.starter = starter;
        this.running = running;
    }

    /// @param leaving the plugin and those that depend on it, each after those it depends on
    /// @return who comes for each of them, in the same order, started and not yet let in
    /// @throws RefusedException when one of them could not run; then none of them does
    List<RunningPlugin> start(PluginArchive archive, List<RunningPlugin> leaving) throws RefusedException {
        Set<String> dependents = leaving.stream().skip(1).map(RunningPlugin::pluginId).collect(Collectors.toSet());
        for (String dependent : dependents) {
            if (archive.dependsOn(dependent)) {
                throw new RefusedException("it depends on plugin " + dependent + ", which depends on it");
            }
        }
        Map<String, RunningPlugin> coming = new LinkedHashMap<>();
        Function<String, @Nullable RunningPlugin> provider = id -> coming.containsKey(id) ? coming.get(id) : running.find(id);
        try {
            coming.put(archive.id(), starter.start(archive, provider));
            for (RunningPlugin dependent : leaving.subList(1, leaving.size())) {
                coming.put(dependent.pluginId(), startAgain(dependent, provider));
            }
        } catch (RefusedException e) {
            takeBack(List.copyOf(coming.values()));
            throw e;
        }
        return List.copyOf(coming.values());
    }

    private RunningPlugin startAgain(RunningPlugin dependent, Function<String, @Nullable RunningPlugin> provider) throws RefusedException {
        PluginArchive again = null;
        try {
            again = jars.again(dependent.archive());
            return starter.start(again, provider);
        } catch (RefusedException e) {
            if (again != null) {
                jars.discard(again);
            }
            throw new RefusedException("plugin " + dependent.pluginId() + ", which depends on it, could not run with it: " + e.getMessage());
        }
    }

    /// Stops lives that were not let in. The jar of the first is its caller's matter.
    void takeBack(List<RunningPlugin> coming) {
        List<RunningPlugin> latestFirst = new ArrayList<>(coming);
        Collections.reverse(latestFirst);
        for (RunningPlugin plugin : latestFirst) {
            plugin.stop();
            if (plugin != coming.get(0)) {
                jars.discard(plugin.archive());
            }
        }
    }
}
