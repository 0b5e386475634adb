package io.weft.hook.runtime.plugin;

import io.weft.hook.runtime.HookTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs plugin jars in a host.
///
///     try (PluginHost plugins = PluginHost.builder().hooks(tables).service(Clock.class, clock).plugins(Path.of("plugins")).build()) { … }
///
/// A jar's manifest says `Plugin-Id` and `Plugin-Version`, and may say `Plugin-Dependencies` (`id@version-range, other?`),
/// `Plugin-Requires` (the range of API versions it runs with) and `Plugin-Provider`. A jar that cannot run is refused with one
/// sentence, in the log and in {@link #refused}, and the rest goes on. Changes go one at a time, from any thread.
public final class PluginHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final HookTables tables;
    private final Services services;
    private final JarLoader jars;
    private final ApiVersion apiVersion;
    /// In the order of their start.
    private final Map<String, RunningPlugin> running = new LinkedHashMap<>();
    private final List<Refusal> refused = new ArrayList<>();

    private PluginHost(Builder builder) {
        this.tables = Objects.requireNonNull(builder.hooks, "hooks");
        this.services = builder.services;
        this.jars = new JarLoader(List.copyOf(builder.sharedPackages));
        this.apiVersion = new ApiVersion(builder.apiVersion, jars.getVersionManager());
    }

    public static Builder builder() {
        return new Builder();
    }

    /// What a plugin host is made of.
    public static final class Builder {

        private @Nullable HookTables hooks;
        private final Services services = new Services();
        private final List<String> sharedPackages = new ArrayList<>();
        private final List<Path> places = new ArrayList<>();
        private String apiVersion = ApiVersion.ofHookApi();

        private Builder() { }

        /// The tables that plugins attach their handlers to. Their points are declared by then.
        public Builder hooks(HookTables tables) {
            hooks = tables;
            return this;
        }

        /// Offers a service of the host to all plugins.
        public <T> Builder service(Class<T> type, T service) {
            services.offer(HookTables.HOST, type, service);
            return this;
        }

        /// Packages, with those below them, whose classes a plugin gets from the host even when its jar brings a copy: the API that both
        /// are compiled against. The hook API is always shared.
        public Builder share(String... packages) {
            for (String name : packages) {
                sharedPackages.add(name + ".");
            }
            return this;
        }

        /// The version that a jar's `Plugin-Requires` is compared with; the hook API's if it is not said.
        public Builder apiVersion(String version) {
            apiVersion = version;
            return this;
        }

        /// A folder whose jars are plugins, or one such jar. Several add up.
        public Builder plugins(Path folderOrJar) {
            places.add(folderOrJar);
            return this;
        }

        /// Loads and starts the plugins.
        ///
        /// @throws UncheckedIOException when a folder cannot be read
        public PluginHost build() {
            PluginHost host = new PluginHost(this);
            List<Path> found = new ArrayList<>();
            places.forEach(place -> found.addAll(jarsIn(place)));
            host.load(found);
            return host;
        }

        private static List<Path> jarsIn(Path place) {
            if (!Files.isDirectory(place)) {
                return List.of(place);
            }
            try (Stream<Path> files = Files.list(place)) {
                return files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException("the plugin folder " + place + " cannot be read", e);
            }
        }
    }

    /// The plugins that run, in the order of their start.
    public synchronized List<PluginInfo> plugins() {
        return running.values().stream().map(plugin -> info(plugin.jar())).toList();
    }

    /// The jars that were refused, in the order in which that was found out.
    public synchronized List<Refusal> refused() {
        return List.copyOf(refused);
    }

    /// All services of a type that the host and its plugins offer, in the order in which they were offered.
    public <T> List<T> services(Class<T> type) {
        return services.all(type);
    }

    /// Loads and starts jars, each after those it depends on, and refuses those that cannot run.
    ///
    /// @return what was refused now
    public synchronized List<Refusal> load(List<Path> found) {
        int before = refused.size();
        List<PluginWrapper> waiting = new ArrayList<>();
        for (Path jar : found) {
            try {
                waiting.add(open(jar));
            } catch (RefusedException e) {
                refuse(jar, e);
            }
        }
        while (!waiting.isEmpty()) {
            StartOrder.Next next = StartOrder.next(waiting);
            waiting.remove(next.plugin());
            if (next.circle() == null) {
                start(next.plugin());
            } else {
                unload(next.plugin());
                refuse(next.plugin().getPluginPath(), new RefusedException("it depends on itself: " + next.circle()));
            }
        }
        return List.copyOf(refused.subList(before, refused.size()));
    }

    private PluginWrapper open(Path jar) throws RefusedException {
        PluginWrapper plugin;
        try {
            plugin = jars.load(jar);
        } catch (RuntimeException e) {
            throw new RefusedException("its manifest cannot be used: " + e.getMessage());
        }
        try {
            if (plugin.getPluginId().equals(HookTables.HOST)) {
                throw new RefusedException("its Plugin-Id is " + HookTables.HOST + ", which names the host itself");
            }
            apiVersion.require(plugin.getDescriptor().getRequires());
        } catch (RefusedException e) {
            unload(plugin);
            throw e;
        }
        return plugin;
    }

    private void start(PluginWrapper plugin) {
        try {
            for (PluginDependency dependency : dependencies(plugin)) {
                requireRunning(dependency);
            }
            RunningPlugin starting = new RunningPlugin(plugin, tables, services, visibleTo(plugin));
            starting.start();
            running.put(plugin.getPluginId(), starting);
            LOG.info("Plugin {} {} runs", plugin.getPluginId(), plugin.getDescriptor().getVersion());
        } catch (RefusedException e) {
            unload(plugin);
            refuse(plugin.getPluginPath(), e);
        }
    }

    private void requireRunning(PluginDependency dependency) throws RefusedException {
        String id = dependency.getPluginId();
        RunningPlugin provider = running.get(id);
        if (provider == null) {
            if (!dependency.isOptional()) {
                throw new RefusedException("it depends on plugin " + id + ", which is not there or was refused");
            }
            return;
        }
        String version = provider.jar().getDescriptor().getVersion();
        if (!jars.getVersionManager().checkVersionConstraint(ApiVersion.numbersOnly(version),
                ApiVersion.numbersOnly(dependency.getPluginVersionSupport()))) {
            throw new RefusedException("it depends on plugin " + id + " in version " + dependency.getPluginVersionSupport() + ", but " + version + " is here");
        }
    }

    /// The host, the plugin itself, and the plugins it depends on, directly or through others.
    private Set<String> visibleTo(PluginWrapper plugin) {
        Set<String> owners = new HashSet<>(Set.of(HookTables.HOST, plugin.getPluginId()));
        List<PluginWrapper> next = new ArrayList<>(List.of(plugin));
        while (!next.isEmpty()) {
            for (PluginDependency dependency : dependencies(next.remove(0))) {
                RunningPlugin provider = running.get(dependency.getPluginId());
                if (provider != null && owners.add(dependency.getPluginId())) {
                    next.add(provider.jar());
                }
            }
        }
        return owners;
    }

    /// Stops a plugin, after those that depend on it, and lets its classes go.
    ///
    /// When this returns its handlers are detached, no thread is inside them, and its services are gone.
    ///
    /// @throws IllegalArgumentException when no such plugin runs
    public synchronized void unload(String id) {
        if (!running.containsKey(id)) {
            throw new IllegalArgumentException("no plugin " + id + " runs; running are " + running.keySet());
        }
        for (RunningPlugin other : startedLast()) {
            boolean depends = dependencies(other.jar()).stream().anyMatch(dependency -> dependency.getPluginId().equals(id));
            if (depends && running.containsKey(other.pluginId())) {
                unload(other.pluginId());
            }
        }
        RunningPlugin plugin = running.remove(id);
        plugin.stop();
        unload(plugin.jar());
        LOG.info("Plugin {} is unloaded", id);
    }

    /// Unloads all plugins, last started first. The host's own services stay.
    @Override
    public synchronized void close() {
        for (RunningPlugin plugin : startedLast()) {
            if (running.containsKey(plugin.pluginId())) {
                unload(plugin.pluginId());
            }
        }
    }

    private List<RunningPlugin> startedLast() {
        List<RunningPlugin> plugins = new ArrayList<>(running.values());
        Collections.reverse(plugins);
        return plugins;
    }

    private void unload(PluginWrapper plugin) {
        try {
            jars.unload(plugin);
        } catch (IOException e) {
            LOG.warn("Plugin {}: its jar could not be closed: {}", plugin.getPluginId(), e.getMessage());
        }
    }

    private void refuse(Path jar, RefusedException why) {
        Refusal refusal = new Refusal(jar, why.getMessage());
        refused.add(refusal);
        LOG.warn("{}", refusal);
    }

    private static List<PluginDependency> dependencies(PluginWrapper plugin) {
        return plugin.getDescriptor().getDependencies();
    }

    private static PluginInfo info(PluginWrapper plugin) {
        String provider = Objects.requireNonNullElse(plugin.getDescriptor().getProvider(), "");
        return new PluginInfo(plugin.getPluginId(), plugin.getDescriptor().getVersion(), provider, plugin.getPluginPath());
    }
}
