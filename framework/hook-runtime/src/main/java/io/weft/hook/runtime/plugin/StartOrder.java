package io.weft.hook.runtime.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;

/// Which of several plugins starts next, so that each finds those it depends on running.
final class StartOrder {

    /// @param circle null for a plugin that can start; otherwise the plugins that wait for each other, `a → b → a`
    record Next(PluginArchive plugin, @Nullable String circle) { }

    private StartOrder() { }

    /// The first plugin that waits for none of the others, or one that waits for itself.
    ///
    /// @param waiting at least one
    static Next next(List<PluginArchive> waiting) {
        Map<String, PluginArchive> byId = new LinkedHashMap<>();
        waiting.forEach(plugin -> byId.put(plugin.id(), plugin));
        for (PluginArchive plugin : waiting) {
            if (awaited(plugin, byId) == null) {
                return new Next(plugin, null);
            }
        }
        return circle(waiting.get(0), byId);
    }

    /// Everybody waits here, so who follows the first dependency of each comes to somebody for the second time.
    private static Next circle(PluginArchive first, Map<String, PluginArchive> byId) {
        List<String> way = new ArrayList<>();
        PluginArchive plugin = first;
        while (!way.contains(plugin.id())) {
            way.add(plugin.id());
            plugin = byId.get(awaited(plugin, byId));
        }
        List<String> circle = new ArrayList<>(way.subList(way.indexOf(plugin.id()), way.size()));
        circle.add(plugin.id());
        return new Next(plugin, String.join(" → ", circle));
    }

    private static @Nullable String awaited(PluginArchive plugin, Map<String, PluginArchive> byId) {
        return plugin.dependencies().stream()
                .map(PluginDependency::getPluginId)
                .filter(byId::containsKey)
                .findFirst()
                .orElse(null);
    }
}
