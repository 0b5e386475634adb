package io.weft.net.app.operator.plugin;

import io.weft.hook.HandlerInfo;
import io.weft.hook.HandlerHealth;
import io.weft.hook.PointInfo;
import io.weft.hook.Hooks;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.hook.runtime.plugin.Refusal;
import io.weft.hook.runtime.plugin.UnloadedPlugin;
import io.weft.net.app.operator.text.Json;
import io.weft.net.app.operator.text.TextTable;
import io.weft.net.app.operator.text.Words;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The command `plugin`: lists, loads, unloads, reloads and describes the plugins of the running stack.
public final class PluginCommand implements Command {

    public static final String HELP = """
            Usage: weft plugin list [--json]              the plugins that run, and the jars that were refused
                   weft plugin info ID [--json]           one plugin: its jar, what it depends on, its handlers and what they did
                   weft plugin load JAR...                loads and starts jars, each after those it depends on
                   weft plugin upgrade JAR                puts another version of a plugin in the place of the one that runs
                   weft plugin reload ID                  takes the jar of a plugin anew
                   weft plugin unload [--with-dependents] ID

            Packets flow meanwhile: each meets the handlers as they were before or as they are after. A jar that cannot run is
            refused with the reason, and all stays as it was. Exit codes: 0 done, 1 refused, 2 not understood.
            """;

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final String JSON = "--json";
    private static final String WITH_DEPENDENTS = "--with-dependents";

    private final PluginHost plugins;
    private final Hooks hooks;

    public PluginCommand(PluginHost plugins, Hooks hooks) {
        this.plugins = plugins;
        this.hooks = hooks;
    }

    @Override
    public String name() {
        return "plugin";
    }

    @Override
    public String summary() {
        return "lists, loads, unloads, reloads and describes plugins";
    }

    @Override
    public int run(CommandCall call) {
        Words words = new Words(call.arguments());
        if (words.isEmpty() || call.arguments().contains("--help") || call.arguments().contains("-h")) {
            (words.isEmpty() ? call.err() : call.out()).print(HELP);
            return words.isEmpty() ? EXIT_USAGE : 0;
        }
        String what = words.take();
        try {
            return switch (what) {
                case "list" -> list(words, call);
                case "info" -> info(words, call);
                case "load" -> load(words, call);
                case "upgrade" -> upgrade(words, call);
                case "reload" -> reload(words, call);
                case "unload" -> unload(words, call);
                default -> usage(call, "'" + what + "' is none of list, info, load, upgrade, reload, unload");
            };
        } catch (IllegalArgumentException | IllegalStateException refused) {
            return failed(call, String.valueOf(refused.getMessage()).replace("unloadWithDependents takes them too",
                    "'weft plugin unload " + WITH_DEPENDENTS + "' takes them too"));
        }
    }

    private static int usage(CommandCall call, String message) {
        call.err().println("weft plugin: " + message + "; try 'weft plugin --help'");
        return EXIT_USAGE;
    }

    private static int failed(CommandCall call, String message) {
        call.err().println("weft plugin: " + message);
        return EXIT_FAILED;
    }

    // ---- showing

    private int list(Words words, CommandCall call) {
        boolean json = words.takeIf(JSON);
        if (!words.isEmpty()) {
            return usage(call, "list takes no '" + words.peek() + "'");
        }
        if (json) {
            List<Map<String, Object>> trees = new ArrayList<>();
            plugins.plugins().forEach(plugin -> trees.add(tree(plugin)));
            call.out().print(Json.of(Map.of("plugins", trees, "refused", plugins.refused().stream().map(PluginCommand::tree).toList()), true));
            return 0;
        }
        TextTable table = new TextTable("ID", "VERSION", "HANDLERS", "PROVIDER", "JAR");
        plugins.plugins().forEach(plugin -> table.add(plugin.id(), plugin.version(), handlers(plugin.id()).size(), plugin.provider(),
                plugin.jar().getFileName()));
        call.out().print(table);
        for (Refusal refusal : plugins.refused()) {
            call.out().println(refusal);
        }
        return 0;
    }

    private Map<String, Object> tree(PluginInfo plugin) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", plugin.id());
        tree.put("version", plugin.version());
        tree.put("provider", plugin.provider());
        tree.put("jar", plugin.jar().toString());
        JarNotes notes = JarNotes.of(plugin.jar());
        tree.put("dependencies", notes.dependencies());
        tree.put("requires", notes.requires());
        tree.put("handlers", handlers(plugin.id()).stream().map(PluginCommand::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(Place place) {
        HandlerInfo handler = place.health.handler();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("point", place.point);
        tree.put("name", handler.name());
        tree.put("priority", handler.priority());
        tree.put("seen", handler.seen());
        tree.put("dropped", handler.dropped());
        tree.put("faults", handler.faults());
        tree.put("breaker", place.health.breaker().name());
        return tree;
    }

    private static Map<String, Object> tree(Refusal refusal) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("jar", refusal.jar().toString());
        tree.put("reason", refusal.reason());
        return tree;
    }

    private int info(Words words, CommandCall call) {
        boolean json = words.takeIf(JSON);
        String id = words.poll();
        json |= words.takeIf(JSON);
        if (id == null || !words.isEmpty()) {
            return usage(call, "info wants the id of one plugin");
        }
        PluginInfo plugin = find(id);
        if (json) {
            call.out().print(Json.of(tree(plugin), true));
            return 0;
        }
        JarNotes notes = JarNotes.of(plugin.jar());
        call.out().println("id           " + plugin.id());
        call.out().println("version      " + plugin.version());
        call.out().println("provider     " + plugin.provider());
        call.out().println("jar          " + plugin.jar());
        call.out().println("depends on   " + (notes.dependencies().isEmpty() ? "no other plugin" : notes.dependencies()));
        call.out().println("API          " + (notes.requires().isEmpty() ? "any" : notes.requires()));
        TextTable table = new TextTable("POINT", "PRIORITY", "HANDLER", "SEEN", "DROPPED", "FAULTS", "BREAKER");
        for (Place place : handlers(id)) {
            HandlerInfo handler = place.health.handler();
            table.add(place.point, handler.priority(), handler.name(), handler.seen(), handler.dropped(), handler.faults(),
                    place.health.breaker());
        }
        call.out().print(table.isEmpty() ? "no handlers\n" : table.toString());
        return 0;
    }

    private PluginInfo find(String id) {
        Optional<PluginInfo> plugin = plugins.plugins().stream().filter(each -> each.id().equals(id)).findFirst();
        return plugin.orElseThrow(() -> new IllegalArgumentException("no plugin " + id + " runs; there are "
                + String.join(", ", plugins.plugins().stream().map(PluginInfo::id).toList())));
    }

    private record Place(String point, HandlerHealth health) { }

    private List<Place> handlers(String id) {
        List<Place> places = new ArrayList<>();
        for (PointInfo point : hooks.describe().points()) {
            point.handlers().stream().filter(health -> health.handler().plugin().equals(id))
                    .forEach(health -> places.add(new Place(point.name(), health)));
        }
        return places;
    }

    // ---- changing

    private int load(Words words, CommandCall call) {
        List<Path> jars = new ArrayList<>();
        for (String word : words.rest()) {
            Path jar = Path.of(word);
            if (!Files.isReadable(jar) || Files.isDirectory(jar)) {
                return failed(call, "there is no jar " + jar + " that the router can read");
            }
            jars.add(jar);
        }
        if (jars.isEmpty()) {
            return usage(call, "load wants a jar");
        }
        List<String> before = plugins.plugins().stream().map(PluginInfo::id).toList();
        List<Refusal> refusals = plugins.load(jars);
        if (refusals.stream().anyMatch(refusal -> refusal.reason().endsWith("is loaded already"))) {
            call.err().println("weft plugin: 'weft plugin upgrade JAR' puts a jar in the place of one that is loaded");
        }
        for (PluginInfo plugin : plugins.plugins()) {
            if (!before.contains(plugin.id())) {
                call.out().println("Plugin " + plugin.id() + " " + plugin.version() + " runs, with " + count(handlers(plugin.id()).size()));
            }
        }
        return told(refusals, call);
    }

    private static String count(int handlers) {
        return handlers == 1 ? "1 handler" : handlers + " handlers";
    }

    private static int told(List<Refusal> refusals, CommandCall call) {
        for (Refusal refusal : refusals) {
            call.err().println(refusal);
        }
        return refusals.isEmpty() ? 0 : EXIT_FAILED;
    }

    private int upgrade(Words words, CommandCall call) {
        if (words.rest().size() != 1) {
            return usage(call, "upgrade wants one jar");
        }
        Path jar = Path.of(words.take());
        if (!Files.isReadable(jar) || Files.isDirectory(jar)) {
            return failed(call, "there is no jar " + jar + " that the router can read");
        }
        List<Refusal> refusals = plugins.replace(jar);
        plugins.plugins().stream().filter(plugin -> refusals.isEmpty() && plugin.jar().equals(jar))
                .forEach(plugin -> call.out().println("Plugin " + plugin.id() + " " + plugin.version() + " runs, with "
                        + count(handlers(plugin.id()).size())));
        return keptOld(refusals, call);
    }

    private int reload(Words words, CommandCall call) {
        if (words.rest().size() != 1) {
            return usage(call, "reload wants the id of one plugin");
        }
        String id = find(words.take()).id();
        List<Refusal> refusals = plugins.reload(id);
        if (refusals.isEmpty()) {
            PluginInfo plugin = find(id);
            call.out().println("Plugin " + id + " " + plugin.version() + " runs anew, with " + count(handlers(id).size()));
        }
        return keptOld(refusals, call);
    }

    /// The new life of a plugin begins before the old one ends: what only one may have, such as the name of a rule's target, stands in the
    /// way.
    private static int keptOld(List<Refusal> refusals, CommandCall call) {
        int exitCode = told(refusals, call);
        // what the router itself uses cannot be unloaded either
        if (exitCode != 0 && refusals.stream().noneMatch(refusal -> refusal.reason().contains(" must stay, because "))) {
            call.err().println("weft plugin: the one that ran goes on; 'weft plugin unload ID' and 'weft plugin load JAR' change it with a gap");
        }
        return exitCode;
    }

    private int unload(Words words, CommandCall call) {
        boolean withDependents = words.takeIf(WITH_DEPENDENTS);
        String id = words.poll();
        withDependents |= words.takeIf(WITH_DEPENDENTS);
        if (id == null || !words.isEmpty()) {
            return usage(call, "unload wants the id of one plugin");
        }
        find(id);
        Map<String, List<Place>> before = new LinkedHashMap<>();
        plugins.plugins().forEach(plugin -> before.put(plugin.id(), handlers(plugin.id())));
        List<UnloadedPlugin> gone = withDependents ? plugins.unloadWithDependents(id) : List.of(plugins.unload(id));
        for (UnloadedPlugin each : gone) {
            String gonesId = each.plugin().id();
            call.out().println("Plugin " + gonesId + " " + each.plugin().version() + " is unloaded: "
                    + drained(before.getOrDefault(gonesId, List.of()), each));
        }
        return 0;
    }

    /// How many handlers went, what they had seen, and whether anybody is still inside.
    private static String drained(List<Place> handlers, UnloadedPlugin gone) {
        long seen = handlers.stream().mapToLong(place -> place.health.handler().seen()).sum();
        return count(handlers.size()) + " detached after " + seen + " packets, "
                + (gone.isDrained() ? "no packet is inside any more" : "A THREAD IS STILL INSIDE: its classes stay until it leaves");
    }
}
