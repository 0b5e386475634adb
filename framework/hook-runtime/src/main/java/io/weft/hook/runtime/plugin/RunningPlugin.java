package io.weft.hook.runtime.plugin;

import io.weft.hook.HookPlugin;
import io.weft.hook.Hooks;
import io.weft.hook.PluginConfig;
import io.weft.hook.PluginContext;
import io.weft.hook.runtime.OwnedHooks;
import io.weft.hook.runtime.plugin.config.ConfigException;
import io.weft.hook.runtime.plugin.config.ConfigRecord;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One plugin from its start to its stop: its objects, and everything that must be taken back from it.
final class RunningPlugin implements PluginContext {

    private static final Logger LOG = LoggerFactory.getLogger(RunningPlugin.class);
    private static final long STOP_TIMEOUT_MS = 10_000;

    private final PluginArchive archive;
    private final PluginClasses classes;
    private final OwnedHooks hooks;
    private final Services services;
    private final Set<Object> visibleOwners;
    private final ConfigSource config;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final Deque<HookPlugin> started = new ArrayDeque<>();
    private @Nullable PluginSchedule schedule;
    private boolean stopped;
    private volatile boolean hostClosing;
    private boolean drained;
    private final List<String> keptBecause = new ArrayList<>();

    /// @param hooks staged: the host lets the handlers in
    /// @param providers the plugins it depends on, directly or through others, whose services it sees
    RunningPlugin(PluginArchive archive, PluginClasses classes, OwnedHooks hooks, Services services, Set<RunningPlugin> providers,
            ConfigSource config) {
        this.archive = archive;
        this.classes = classes;
        this.hooks = hooks;
        this.services = services;
        Set<Object> owners = new HashSet<>(providers);
        owners.add(Services.HOST);
        owners.add(this);
        this.visibleOwners = Set.copyOf(owners);
        this.config = config;
        services.arrive(this);
    }

    /// Whether no thread was inside its handlers any more when it had stopped.
    boolean isDrained() {
        return drained;
    }

    /// Why the host must not let it go, or null while it may.
    @Nullable String keptBecause() {
        return keptBecause.isEmpty() ? null : String.join(", and ", keptBecause);
    }

    void keptBecause(String why) {
        keptBecause.add(why);
    }

    PluginArchive archive() {
        return archive;
    }

    PluginClasses classes() {
        return classes;
    }

    OwnedHooks ownHooks() {
        return hooks;
    }

    /// Makes the plugin's objects, starts them, and prepares their handlers. Where that fails everything is taken back.
    void start() throws RefusedException {
        try {
            List<Object> objects = new ArrayList<>();
            for (String className : archive.index()) {
                objects.add(make(Class.forName(className, true, classes)));
            }
            for (Object object : objects) {
                if (object instanceof HookPlugin plugin) {
                    plugin.start();
                    started.push(plugin);
                }
            }
            hooks.attachMethods(objects);
        } catch (Throwable e) {
            stop();
            if (e instanceof VirtualMachineError dying && !(e instanceof StackOverflowError)) {
                throw dying;
            }
            throw RefusedException.because(e);
        }
    }

    private Object make(Class<?> type) throws Throwable {
        Constructor<?>[] constructors = type.getConstructors();
        if (constructors.length != 1) {
            throw new RefusedException("its class " + type.getName() + " has " + constructors.length + " public constructors instead of one");
        }
        Class<?>[] wanted = constructors[0].getParameterTypes();
        Object[] arguments = new Object[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            arguments[i] = argument(wanted[i]);
        }
        try {
            return constructors[0].newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object argument(Class<?> wanted) throws RefusedException {
        if (wanted == PluginContext.class) {
            return this;
        }
        if (!wanted.isAnnotationPresent(PluginConfig.class)) {
            return service(wanted);
        }
        try {
            return ConfigRecord.of(wanted, config.of(pluginId()));
        } catch (ConfigException e) {
            throw new RefusedException("its configuration is wrong: " + e.getMessage());
        }
    }

    /// Takes everything back: handlers first, so that no subject meets a plugin that is half stopped. Never throws.
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        hooks.close();
        drained = hooks.awaitOutside(STOP_TIMEOUT_MS);
        if (!drained) {
            LOG.warn("Plugin {}: a thread is still inside one of its handlers, {} ms after it was detached; its classes stay until it leaves",
                    pluginId(), STOP_TIMEOUT_MS);
        }
        services.exchange(List.of(this), List.of());
        while (!started.isEmpty()) {
            HookPlugin plugin = started.pop();
            close("stop of " + plugin.getClass().getName(), plugin::stop);
        }
        AutoCloseable resource;
        while ((resource = nextResource()) != null) {
            close("closing of " + resource.getClass().getName(), resource);
        }
        PluginSchedule endless = schedule;
        if (endless != null) {
            endless.end(STOP_TIMEOUT_MS);
        }
        PluginThreads.end(pluginId(), classes, STOP_TIMEOUT_MS);
        try {
            classes.close();
        } catch (IOException e) {
            LOG.warn("Plugin {}: its jar could not be closed: {}", pluginId(), e.getMessage());
        }
    }

    private synchronized @Nullable AutoCloseable nextResource() {
        return resources.poll();
    }

    private void close(String what, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError dying && !(e instanceof StackOverflowError)) {
                throw dying;
            }
            LOG.error("Plugin {}: {} failed", pluginId(), what, e);
        }
    }

    @Override
    public String pluginId() {
        return archive.id();
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    @Override
    public <T> T service(Class<T> type) {
        List<T> offered = services(type);
        if (offered.isEmpty()) {
            throw new IllegalStateException("it needs a service of type " + type.getName()
                    + ", which neither the host nor a plugin that it depends on offers");
        }
        return offered.get(0);
    }

    @Override
    public <T> List<T> services(Class<T> type) {
        return services.of(visibleOwners, type);
    }

    @Override
    public synchronized <T> void publish(Class<T> type, T service) {
        requireRunning();
        services.offer(this, type, service);
    }

    @Override
    public synchronized void onStop(AutoCloseable resource) {
        requireRunning();
        resources.push(resource);
    }

    @Override
    public synchronized ScheduledExecutorService scheduler() {
        requireRunning();
        if (schedule == null) {
            schedule = new PluginSchedule(pluginId(), classes);
        }
        return schedule;
    }

    /// From now on it stops only because the whole host closes.
    void hostCloses() {
        hostClosing = true;
    }

    @Override
    public boolean isHostClosing() {
        return hostClosing;
    }

    private void requireRunning() {
        if (stopped) {
            throw new IllegalStateException("plugin " + pluginId() + " has stopped");
        }
    }
}
