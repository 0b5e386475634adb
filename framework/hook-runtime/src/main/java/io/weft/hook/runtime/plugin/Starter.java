package io.weft.hook.runtime.plugin;

import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Brings a jar's plugin to life, up to the moment when its handlers could be let in.
final class Starter {

    /// Shared with every plugin, whatever its jar contains.
    private static final List<String> ALWAYS_SHARED = List.of("io.weft.hook.", "org.slf4j.");

    private final HookTables tables;
    private final Services services;
    private final RunningPlugins running;
    private final ConfigSource config;
    private final List<String> sharedPackages;
    private int lives;

    /// @param sharedPackages prefixes of the names of classes that a plugin gets from the host
    Starter(HookTables tables, Services services, RunningPlugins running, ConfigSource config, List<String> sharedPackages) {
        this.tables = tables;
        this.services = services;
        this.running = running;
        this.config = config;
        this.sharedPackages = sharedPackages;
    }

    /// @param provider the plugin that is there for an id, or null
    RunningPlugin start(PluginArchive archive, Function<String, @Nullable RunningPlugin> provider) throws RefusedException {
        List<RunningPlugin> dependencies = running.direct(archive, provider);
        Set<RunningPlugin> providers = running.providers(archive, provider);
        lives++;
        PluginClasses classes = new PluginClasses(archive.id() + "-" + archive.version() + "-" + lives, archive.copy(),
                dependencies.stream().map(RunningPlugin::classes).toList(), Starter.class.getClassLoader(), shared());
        RunningPlugin plugin = new RunningPlugin(archive, classes, tables.stagedFor(archive.id()), services, providers, config);
        checkLinks(plugin, dependencies);
        plugin.start();
        return plugin;
    }

    private void checkLinks(RunningPlugin plugin, List<RunningPlugin> dependencies) throws RefusedException {
    }

    private Predicate<String> shared() {
        return name -> ALWAYS_SHARED.stream().anyMatch(name::startsWith) || sharedPackages.stream().anyMatch(name::startsWith);
    }
}
