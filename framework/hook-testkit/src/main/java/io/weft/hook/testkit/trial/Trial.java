package io.weft.hook.testkit.trial;

import io.weft.hook.HandlerInfo;
import io.weft.hook.PointInfo;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginHostBuilder;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.hook.runtime.plugin.Refusal;
import io.weft.hook.runtime.plugin.UnloadedPlugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A plugin and the host that it is tried in.
final class Trial implements AutoCloseable {

    /// A handler of the plugin, and where it stands.
    record Stand(String point, HandlerInfo handler) { }

    private final TrialHost host;
    private final PluginHost plugins;
    private @Nullable PluginInfo plugin;

    /// @throws IllegalStateException when a companion cannot run
    Trial(TrialHost host) {
        this.host = host;
        PluginHostBuilder builder = PluginHost.builder().hooks(host.hooks());
        host.offer(builder);
        plugins = builder.build();
        List<Refusal> refused = plugins.load(host.companions());
        if (!refused.isEmpty()) {
            plugins.close();
            throw new IllegalStateException(refused.stream().map(Refusal::toString).collect(Collectors.joining("\n")));
        }
    }

    /// Has the jar run, in the place of what ran before.
    ///
    /// @param jar another file than the one before, which stays as it is
    /// @return why it does not; what ran before goes on then, if anything did. Null when all is well
    @Nullable String take(Path jar) throws Exception {
        PluginInfo before = plugin;
        if (before != null) {
            host.pluginGoes();
        }
        List<Refusal> refused = before == null ? plugins.load(List.of(jar)) : plugins.replace(jar);
        if (!refused.isEmpty() && before != null) {
            // what only one may have, such as the name of a rule's target, the new one gets when the old one is gone
            plugins.unload(before.id());
            refused = plugins.load(List.of(jar));
            if (!refused.isEmpty()) {
                plugins.load(List.of(before.jar()));
            }
        }
        Path running = refused.isEmpty() || before == null ? jar : before.jar();
        plugin = plugins.plugins().stream().filter(each -> each.jar().equals(running)).findFirst().orElse(null);
        if (plugin != null) {
            host.pluginCame(plugins);
        }
        return refused.isEmpty() ? null : refused.get(0).toString();
    }

    boolean runs() {
        return plugin != null;
    }

    void work() throws Exception {
        host.work();
    }

    /// The plugin's handlers, point by point in the order in which they see a subject.
    List<Stand> stands() {
        List<Stand> stands = new ArrayList<>();
        PluginInfo running = plugin;
        if (running != null) {
            for (PointInfo point : host.hooks().describe().points()) {
                point.handlers().stream().filter(each -> each.handler().plugin().equals(running.id()))
                        .forEach(each -> stands.add(new Stand(point.name(), each.handler())));
            }
        }
        return stands;
    }

    List<String> figures() throws Exception {
        return host.figures();
    }

    /// Unloads the plugin.
    UnloadedPlugin unload() {
        PluginInfo running = plugin;
        if (running == null) {
            throw new IllegalStateException("the plugin does not run");
        }
        host.pluginGoes();
        plugin = null;
        return plugins.unload(running.id());
    }

    @Override
    public void close() {
        try {
            if (plugin != null) {
                host.pluginGoes();
            }
            plugins.close();
        } finally {
            host.close();
        }
    }
}
