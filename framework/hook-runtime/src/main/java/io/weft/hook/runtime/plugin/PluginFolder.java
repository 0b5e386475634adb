package io.weft.hook.runtime.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of plugin jars that a host follows while they are developed: a jar that comes is loaded, one that changes is reloaded, one
/// that goes is unloaded with those that depend on it. For development only: whoever can write there runs code in the host.
///
///     try (PluginFolder folder = PluginFolder.watch(plugins, Path.of("plugins"))) { … }
///
/// A jar counts as written when nothing has happened to it for a while and it can be read to its end; until then what runs goes on.
public final class PluginFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);
    private static final long QUIET_MS = 300;

    private final PluginHost host;
    private final Path folder;
    private final long quietNs;
    private final WatchService watch;
    private final Thread thread;
    /// Jars to which something happened, and when last. Only the watching thread uses them.
    private final Map<Path, Long> changed = new HashMap<>();
    /// Jars that were refused, perhaps for want of another.
    private final Set<Path> waiting = new HashSet<>();

    private PluginFolder(PluginHost host, Path folder, long quietMs) throws IOException {
        this.host = host;
        this.folder = folder;
        this.quietNs = TimeUnit.MILLISECONDS.toNanos(quietMs);
        this.watch = folder.getFileSystem().newWatchService();
        folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
        this.thread = new Thread(this::run, "plugin folder " + folder);
        thread.setDaemon(true);
    }

    /// Loads what is in a folder and not loaded yet, and follows it from now on.
    ///
    /// @throws UncheckedIOException when the folder cannot be read or followed
    public static PluginFolder watch(PluginHost host, Path folder) {
        return watch(host, folder, QUIET_MS);
    }

    /// @param quietMs how long nothing must happen to a jar before it counts as written
    public static PluginFolder watch(PluginHost host, Path folder, long quietMs) {
        try {
            PluginFolder watched = new PluginFolder(host, folder, quietMs);
            watched.loadAll();
            watched.thread.start();
            LOG.info("Plugins in {} are loaded, reloaded and unloaded as their jars come, change and go: a mode for development", folder);
            return watched;
        } catch (IOException e) {
            throw new UncheckedIOException("the plugin folder " + folder + " cannot be followed", e);
        }
    }

    private void loadAll() {
        Set<Path> loaded = new HashSet<>();
        host.plugins().forEach(plugin -> loaded.add(plugin.jar()));
        load(PluginHost.jarsIn(folder).stream().filter(jar -> !loaded.contains(jar)).toList());
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = changed.isEmpty() ? watch.take() : watch.poll(quietNs, TimeUnit.NANOSECONDS);
                if (key != null) {
                    note(key);
                }
                follow();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            LOG.debug("The plugin folder {} is not followed any more", folder);
        }
    }

    private void note(WatchKey key) {
        long nowNs = System.nanoTime();
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                PluginHost.jarsIn(folder).forEach(jar -> changed.put(jar, nowNs));
                host.plugins().stream().map(PluginInfo::jar).filter(jar -> folder.equals(jar.getParent())).forEach(jar -> changed.put(jar, nowNs));
            } else if (event.context().toString().endsWith(".jar")) {
                changed.put(folder.resolve((Path) event.context()), nowNs);
            }
        }
        key.reset();
    }

    /// Acts upon the jars to which nothing has happened for long enough.
    private void follow() {
        long nowNs = System.nanoTime();
        List<Path> quiet = changed.entrySet().stream().filter(entry -> nowNs - entry.getValue() >= quietNs).map(Map.Entry::getKey).sorted().toList();
        quiet.forEach(changed::remove);
        List<Path> fresh = new ArrayList<>();
        for (Path jar : quiet) {
            try {
                follow(jar, fresh);
            } catch (RuntimeException e) {
                LOG.error("Plugin jar {} could not be followed", jar, e);
            }
        }
        load(fresh);
    }

    private void follow(Path jar, List<Path> fresh) {
        List<String> running = host.plugins().stream().filter(plugin -> plugin.jar().equals(jar)).map(PluginInfo::id).toList();
        if (Files.notExists(jar)) {
            waiting.remove(jar);
            running.forEach(host::unloadWithDependents);
        } else if (!isWhole(jar)) {
            LOG.info("Plugin jar {} is not whole yet; what runs goes on", jar.getFileName());
        } else if (running.isEmpty()) {
            fresh.add(jar);
        } else {
            host.replace(jar);
        }
    }

    private void load(List<Path> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        // what was refused before may have waited for one of these
        Set<Path> jars = new HashSet<>(waiting);
        jars.addAll(fresh);
        waiting.clear();
        host.load(jars.stream().filter(Files::exists).sorted().toList()).forEach(refusal -> waiting.add(refusal.jar()));
    }

    private static boolean isWhole(Path jar) {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.size() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// Follows the folder no more; the plugins stay.
    @Override
    public void close() {
        try {
            watch.close();
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
