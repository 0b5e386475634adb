package io.weft.hook.runtime.plugin;

import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.hook.runtime.plugin.link.LinkCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a jar's plugin to life, up to the moment when its handlers could be let in.
final class Starter {

    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);

    /// Shared with every plugin, whatever its jar contains.
    private static final List<String> ALWAYS_SHARED = List.of("io.weft.hook.", "org.slf4j.");

    private final HookTables tables;
    private final Services services;
    private final RunningPlugins running;
    private final ConfigSource config;
    private final List<String> sharedPackages;
    private final boolean linkCheck;
    private int lives;

    /// @param sharedPackages prefixes of the names of classes that a plugin gets from the host
    Starter(HookTables tables, Services services, RunningPlugins running, ConfigSource config, List<String> sharedPackages,
            boolean linkCheck) {
        this.linkCheck = linkCheck;
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
        checkLinks(archive, providers.stream().map(provided -> provided.archive().copy()).toList());
        lives++;
        PluginClasses classes = new PluginClasses(archive.id() + "-" + archive.version() + "-" + lives, archive.copy(),
                dependencies.stream().map(RunningPlugin::classes).toList(), Starter.class.getClassLoader(), shared());
        RunningPlugin plugin = new RunningPlugin(archive, classes, tables.stagedFor(archive.id()), services, providers, config);
        plugin.start();
        return plugin;
    }

    /// A jar's classes are looked up before any of them is loaded.
    private void checkLinks(PluginArchive archive, List<Path> dependencies) throws RefusedException {
        if (!linkCheck) {
            return;
        }
        List<String> problems;
        try {
            problems = LinkCheck.of(archive.copy(), dependencies, Starter.class.getClassLoader(), shared(),
                    name -> archive.optionalClasses().stream().anyMatch(name::startsWith));
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException("its classes cannot be read: " + e.getMessage());
        }
        for (String problem : problems) {
            LOG.debug("Plugin {}: {}", archive.id(), problem);
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems.get(0) + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more, at log level DEBUG)"));
        }
    }

    private Predicate<String> shared() {
        return name -> ALWAYS_SHARED.stream().anyMatch(name::startsWith) || sharedPackages.stream().anyMatch(name::startsWith);
    }
}
