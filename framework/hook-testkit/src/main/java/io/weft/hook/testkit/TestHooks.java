package io.weft.hook.testkit;

import io.weft.hook.HookPoint;
import io.weft.hook.HookSite;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Registrations;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginHostBuilder;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.hook.runtime.plugin.Refusal;
import io.weft.hook.runtime.plugin.UnloadedPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A host for handlers and plugin jars under test. After each test it detaches what was attached, unloads what was loaded, and fails the test
/// when a plugin left something behind that keeps its classes.
///
///     @RegisterExtension
///     final TestHooks hooks = TestHooks.with("ACCEPT_ORDER", Order.class);
///
/// Make one for each test, in a field that is not static: its tables begin empty. Used by the test's thread.
public final class TestHooks implements AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HookTables tables;
    private final List<AutoCloseable> attached = new ArrayList<>();
    private Consumer<PluginHostBuilder> options = builder -> { };
    private Duration patience = PATIENCE;
    private @Nullable PluginHost plugins;

    private TestHooks(HookTables tables) {
        this.tables = tables;
    }

    /// Tables with one point that fails closed.
    public static <S> TestHooks with(String point, Class<S> subject) {
        return with(tables -> tables.declare(point, subject, PointOptions.failClosed()));
    }

    /// Tables with the points that `points` declares.
    public static TestHooks with(Consumer<HookTables> points) {
        HookTables tables = HookTables.create();
        points.accept(tables);
        return new TestHooks(tables);
    }

    /// The tables of a host that the test has made.
    public static TestHooks around(HookTables tables) {
        return new TestHooks(tables);
    }

    /// What plugins get from their host: services, shared packages, configuration, policy for signatures.
    public TestHooks hosting(Consumer<PluginHostBuilder> wanted) {
        options = options.andThen(wanted);
        return this;
    }

    /// How long the garbage collector may take over the classes of an unloaded plugin, 30 s unless told; only a leak takes so long.
    public TestHooks patience(Duration longest) {
        patience = longest;
        return this;
    }

    public HookTables tables() {
        return tables;
    }

    /// Attaches the `@HookHandler` methods of objects, in one step, until the test's end.
    public Registrations attach(Object... handlers) {
        Registrations made = tables.attachMethods("test", List.of(handlers));
        attached.add(made);
        return made;
    }

    /// Has a handler misbehave at a point, until the test's end: what does the rest make of it?
    ///
    /// @param priority lower numbers see the subject first
    public Registration inject(String point, int priority, Fault fault) {
        Registration made = tables.at(point, Object.class).attach(priority, "fault", fault::strike);
        attached.add(made);
        return made;
    }

    /// Passes a subject through a point, as the method behind it would.
    public <S> Passage<S> send(String point, S subject) {
        return Passage.of(tables, site(point), point, subject);
    }

    /// Loads and starts a plugin jar.
    ///
    /// @throws AssertionError with the host's own sentence when it is refused
    public PluginInfo load(Path jar) {
        PluginHost host = host();
        List<Refusal> refused = host.load(List.of(jar));
        if (!refused.isEmpty()) {
            throw new AssertionError(refused.get(0).toString());
        }
        return host.plugins().get(host.plugins().size() - 1);
    }

    /// The host of the plugins that were loaded: stop, start, replace them.
    public PluginHost host() {
        if (plugins == null) {
            PluginHostBuilder builder = PluginHost.builder().hooks(tables);
            options.accept(builder);
            plugins = builder.build();
        }
        return plugins;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable each : attached) {
            each.close();
        }
        attached.clear();
        if (plugins != null) {
            List<UnloadedPlugin> gone = new ArrayList<>();
            while (!plugins.plugins().isEmpty()) {
                gone.addAll(plugins.unloadWithDependents(plugins.plugins().get(0).id()));
            }
            plugins.close();
            plugins = null;
            requireCollected(gone);
        }
    }

    private void requireCollected(List<UnloadedPlugin> gone) {
        for (UnloadedPlugin each : gone) {
            try {
                each.requireCollected(patience.toMillis());
            } catch (IllegalStateException e) {
                throw new AssertionError(e.getMessage(), e);
            }
        }
    }

    private HookPoint<?> point(String name) {
        return tables.points().stream().filter(point -> point.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no hook point " + name + ", but "
                        + tables.points().stream().map(HookPoint::name).toList()));
    }

    @SuppressWarnings("unchecked")
    private <S> HookSite<S> site(String point) {
        // a subject of another type is the test's mistake, and the cast in the chain says so
        return (HookSite<S>) tables.site(point, point(point).subjectType());
    }
}
