package io.weft.hook.runtime.plugin;

import io.weft.hook.runtime.HookTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs plugin jars in a host.
///
///     try (PluginHost plugins = PluginHost.builder().hooks(tables).service(Clock.class, clock).plugins(Path.of("plugins")).build()) { … }
///
/// A jar's manifest says `Plugin-Id` and `Plugin-Version`, and may say `Plugin-Dependencies` (`id@version-range, other?`),
/// `Plugin-Requires` (the range of API versions it runs with) and `Plugin-Provider`. A jar that cannot run is refused with one
/// sentence, in the log and in {@link #refused}, and the rest goes on. Changes go one at a time, from any thread, while subjects flow.
public final class PluginHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    /// @param life what is left of the life that was ended
    private record Stopped(PluginArchive archive, UnloadedPlugin life) { }

    private final HookTables tables;
    private final Services services;
    private final Versions versions;
    private final JarLoader jars;
    private final RunningPlugins running;
    private final Starter starter;
    private final Replacement replacement;
    /// Plugins that were stopped and can be started again.
    private final Map<String, Stopped> stopped = new LinkedHashMap<>();
    private final Map<Path, Refusal> refused = new LinkedHashMap<>();

    PluginHost(PluginHostBuilder builder) {
        this.tables = Objects.requireNonNull(builder.hooks, "hooks");
        this.services = builder.services;
        this.versions = new Versions(builder.apiVersion);
        this.jars = new JarLoader(versions, builder.signatures, builder.signers);
        this.running = new RunningPlugins(versions);
        this.starter = new Starter(tables, services, running, builder.config, List.copyOf(builder.sharedPackages), builder.linkCheck);
        this.replacement = new Replacement(jars, starter, running);
    }

    public static PluginHostBuilder builder() {
        return new PluginHostBuilder();
    }

    /// The jars in a folder, by name, or the one jar.
    static List<Path> jarsIn(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the plugin folder " + place + " cannot be read", e);
        }
    }

    /// The plugins that run, in the order of their start.
    public synchronized List<PluginInfo> plugins() {
        return running.all().stream().map(plugin -> plugin.archive().info()).toList();
    }

    /// The plugins that were stopped and not unloaded.
    public synchronized List<PluginInfo> stopped() {
        return stopped.values().stream().map(plugin -> plugin.archive.info()).toList();
    }

    /// The jars that were refused and have not been taken since, in the order in which that was found out.
    public synchronized List<Refusal> refused() {
        return List.copyOf(refused.values());
    }

    /// All services of a type that the host and its plugins offer, in the order in which they were offered.
    public <T> List<T> services(Class<T> type) {
        return services.all(type);
    }

    /// Has a plugin stay for as long as this host runs, because the host uses an object of one of its classes that it cannot take back: it
    /// is neither stopped nor unloaded nor exchanged any more, and who tries is told why.
    ///
    /// @param used an object of a plugin's class; of other objects nothing becomes
    /// @param why the end of a sentence that begins with the plugin, such as `the NIC eth0 is its mem:lab`
    public synchronized void keep(Object used, String why) {
        ClassLoader classes = used.getClass().getClassLoader();
        running.all().stream().filter(plugin -> plugin.classes() == classes).forEach(plugin -> plugin.keptBecause(why));
    }

    /// Loads and starts jars, each after those it depends on, and refuses those that cannot run. Of several jars of one plugin the newest
    /// is taken.
    ///
    /// @return what was refused now
    public synchronized List<Refusal> load(List<Path> found) {
        List<Refusal> now = new ArrayList<>();
        Map<String, PluginArchive> newest = new LinkedHashMap<>();
        for (Path jar : found) {
            try {
                PluginArchive archive = open(jar);
                PluginArchive other = newest.get(archive.id());
                if (other == null) {
                    newest.put(archive.id(), archive);
                } else {
                    boolean newer = versions.compare(archive.version(), other.version()) > 0;
                    now.add(refuse(newer ? other : archive, twice(newer ? archive : other)));
                    newest.put(archive.id(), newer ? archive : other);
                }
            } catch (RefusedException e) {
                now.add(refuse(jar, e));
            }
        }
        List<PluginArchive> waiting = new ArrayList<>(newest.values());
        while (!waiting.isEmpty()) {
            StartOrder.Next next = StartOrder.next(waiting);
            waiting.remove(next.plugin());
            try {
                if (next.circle() != null) {
                    throw new RefusedException("it depends on itself: " + next.circle());
                }
                start(next.plugin());
            } catch (RefusedException e) {
                now.add(refuse(next.plugin(), e));
            }
        }
        return now;
    }

    private static RefusedException twice(PluginArchive taken) {
        return new RefusedException("its Plugin-Id " + taken.id() + " is that of " + taken.origin().getFileName() + ", which is taken in version "
                + taken.version());
    }

    /// A jar from inside another as a file, for as long as this host is open.
    Path unpacked(URL jar) {
        try {
            return jars.unpack(jar);
        } catch (IOException e) {
            throw new UncheckedIOException("the plugin jar " + jar + " cannot be read", e);
        }
    }

    private PluginArchive open(Path jar) throws RefusedException {
        PluginArchive archive = jars.open(jar);
        try {
            versions.requireApi(archive.descriptor().getRequires());
            RunningPlugin other = running.find(archive.id());
            Stopped resting = stopped.get(archive.id());
            if (other != null || resting != null) {
                Path loaded = other == null ? resting.archive.origin() : other.archive().origin();
                throw new RefusedException("its Plugin-Id " + archive.id() + " is that of " + loaded.getFileName() + ", which is loaded already");
            }
            return archive;
        } catch (RefusedException e) {
            jars.discard(archive);
            throw e;
        }
    }

    private void start(PluginArchive archive) throws RefusedException {
        RunningPlugin coming = starter.start(archive, running::find);
        try {
            letIn(List.of(), List.of(coming));
        } catch (RefusedException e) {
            coming.stop();
            throw e;
        }
        LOG.info("Plugin {} {} runs", archive.id(), archive.version());
    }

    /// The one moment at which plugins that have started take the place of others, or just come.
    private void letIn(List<RunningPlugin> leaving, List<RunningPlugin> coming) throws RefusedException {
        try {
            tables.exchange(leaving.stream().map(RunningPlugin::ownHooks).toList(), coming.stream().map(RunningPlugin::ownHooks).toList());
        } catch (RuntimeException e) {
            throw RefusedException.because(e);
        }
        services.exchange(leaving, coming);
        coming.forEach(running::put);
        coming.forEach(plugin -> refused.remove(plugin.archive().origin()));
    }

    /// Puts a newer version of a plugin in the place of the one that runs, while subjects flow: at each hook point each subject meets
    /// either the old handlers or the new ones. The new version starts first and the old one stops last; plugins that depend on it get
    /// new lives in the same step. When one of them could not run, the jar is refused and all stays as it is.
    ///
    /// @return what was refused: the jar, or nothing
    public synchronized List<Refusal> upgrade(Path jar) {
        return exchange(jar, false);
    }

    /// The same as {@link #upgrade} for whatever version the jar has, also an older one.
    public synchronized List<Refusal> replace(Path jar) {
        return exchange(jar, true);
    }

    /// Takes the jar of a plugin that runs anew, as {@link #replace} does.
    ///
    /// @throws IllegalArgumentException when no such plugin runs
    public synchronized List<Refusal> reload(String id) {
        return exchange(running.get(id).archive().origin(), true);
    }

    private List<Refusal> exchange(Path jar, boolean anyVersion) {
        PluginArchive archive = null;
        try {
            archive = jars.open(jar);
            versions.requireApi(archive.descriptor().getRequires());
            RunningPlugin old = running.find(archive.id());
            if (old == null) {
                throw new RefusedException("no plugin " + archive.id() + " runs whose place it could take");
            }
            if (!anyVersion) {
                requireNewer(archive, old.archive());
            }
            List<RunningPlugin> leaving = running.withDependents(old);
            for (RunningPlugin plugin : leaving) {
                String kept = plugin.keptBecause();
                if (kept != null) {
                    throw new RefusedException("plugin " + plugin.pluginId() + " must stay, because " + kept);
                }
            }
            exchange(archive, leaving);
            return List.of();
        } catch (RefusedException e) {
            return List.of(archive == null ? refuse(jar, e) : refuse(archive, e));
        }
    }

    private void requireNewer(PluginArchive archive, PluginArchive old) throws RefusedException {
        int order = versions.compare(archive.version(), old.version());
        if (order < 0) {
            throw new RefusedException("its version " + archive.version() + " is older than " + old.version() + ", which runs; replace, not upgrade, goes back");
        }
        if (order == 0) {
            throw new RefusedException("its version " + archive.version() + " runs already; reload or replace takes it anew");
        }
    }

    private void exchange(PluginArchive archive, List<RunningPlugin> leaving) throws RefusedException {
        List<RunningPlugin> coming = replacement.start(archive, leaving);
        try {
            letIn(leaving, coming);
        } catch (RefusedException e) {
            replacement.takeBack(coming);
            throw e;
        }
        for (RunningPlugin plugin : latestFirst(leaving)) {
            end(plugin);
        }
        LOG.info("Plugin {} {} runs in the place of {}", archive.id(), archive.version(), leaving.get(0).archive().version());
    }

    /// Stops a plugin: its handlers, services, threads and classes are gone as after {@link #unload}, but it can be started again.
    ///
    /// @throws IllegalArgumentException when no such plugin runs
    /// @throws IllegalStateException when other plugins depend on it, or the host keeps it; the message says so
    public synchronized void stop(String id) {
        RunningPlugin plugin = independent(id);
        running.remove(plugin);
        plugin.stop();
        stopped.put(id, new Stopped(plugin.archive(), new UnloadedPlugin(plugin)));
        LOG.info("Plugin {} is stopped", id);
    }

    /// Starts a plugin that was stopped, in a new life.
    ///
    /// @return what was refused: the plugin, which is unloaded then, or nothing
    /// @throws IllegalArgumentException when no such plugin is stopped
    public synchronized List<Refusal> start(String id) {
        Stopped plugin = stopped.remove(id);
        if (plugin == null) {
            throw new IllegalArgumentException("no plugin " + id + " is stopped; stopped are " + stopped.keySet());
        }
        try {
            start(plugin.archive);
            return List.of();
        } catch (RefusedException e) {
            return List.of(refuse(plugin.archive, e));
        }
    }

    /// Stops a plugin and lets its classes go.
    ///
    /// When this returns its handlers are detached, no thread is inside it, its services and schedules are gone, and its class loader is
    /// closed and held by nobody here.
    ///
    /// @return by which to find out whether the classes are gone, and who holds them
    /// @throws IllegalArgumentException when no such plugin runs or is stopped
    /// @throws IllegalStateException when other plugins depend on it, or the host keeps it; the message says so
    public synchronized UnloadedPlugin unload(String id) {
        Stopped plugin = stopped.remove(id);
        if (plugin != null) {
            jars.discard(plugin.archive);
            LOG.info("Plugin {} is unloaded", id);
            return plugin.life;
        }
        return unload(independent(id));
    }

    /// Unloads the plugins that depend on a plugin, directly or through others, and then the plugin itself.
    ///
    /// @throws IllegalArgumentException when no such plugin runs
    /// @throws IllegalStateException when the host keeps one of them; then all stay
    public synchronized List<UnloadedPlugin> unloadWithDependents(String id) {
        List<RunningPlugin> leaving = latestFirst(running.withDependents(running.get(id)));
        leaving.forEach(PluginHost::requireFree);
        return unload(leaving);
    }

    private List<UnloadedPlugin> unload(List<RunningPlugin> leaving) {
        List<UnloadedPlugin> unloaded = new ArrayList<>();
        for (RunningPlugin plugin : leaving) {
            unloaded.add(unload(plugin));
        }
        return unloaded;
    }

    private static void requireFree(RunningPlugin plugin) {
        String kept = plugin.keptBecause();
        if (kept != null) {
            throw new IllegalStateException("plugin " + plugin.pluginId() + " must stay, because " + kept);
        }
    }

    private RunningPlugin independent(String id) {
        RunningPlugin plugin = running.get(id);
        List<String> dependents = running.withDependents(plugin).stream().skip(1).map(RunningPlugin::pluginId).toList();
        if (!dependents.isEmpty()) {
            throw new IllegalStateException("plugin " + id + " must stay, because others depend on it: " + String.join(", ", dependents)
                    + "; unloadWithDependents takes them too");
        }
        requireFree(plugin);
        return plugin;
    }

    private UnloadedPlugin unload(RunningPlugin plugin) {
        running.remove(plugin);
        UnloadedPlugin unloaded = end(plugin);
        LOG.info("Plugin {} is unloaded", plugin.pluginId());
        return unloaded;
    }

    private UnloadedPlugin end(RunningPlugin plugin) {
        plugin.stop();
        jars.discard(plugin.archive());
        return new UnloadedPlugin(plugin);
    }

    /// Unloads all plugins, those that depend on others first. The host's own services stay.
    @Override
    public synchronized void close() {
        running.all().forEach(RunningPlugin::hostCloses);
        for (RunningPlugin plugin : latestFirst(running.all())) {
            if (running.find(plugin.pluginId()) == plugin) {
                unload(latestFirst(running.withDependents(plugin)));
            }
        }
        stopped.clear();
        jars.close();
    }

    private static List<RunningPlugin> latestFirst(Collection<RunningPlugin> plugins) {
        List<RunningPlugin> latestFirst = new ArrayList<>(plugins);
        Collections.reverse(latestFirst);
        return latestFirst;
    }

    private Refusal refuse(PluginArchive archive, RefusedException why) {
        jars.discard(archive);
        return refuse(archive.origin(), why);
    }

    private Refusal refuse(Path jar, RefusedException why) {
        Refusal refusal = new Refusal(jar, why.getMessage());
        refused.remove(jar);
        refused.put(jar, refusal);
        LOG.warn("{}", refusal);
        return refusal;
    }
}
