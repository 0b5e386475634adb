package io.weft.hook.runtime;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Tells Java Flight Recorder what happens to the tables and to failing handlers; where the JVM has no recorder, nobody.
final class Recorder {

    private static final boolean PRESENT = isPresent();

    private Recorder() { }

    private static boolean isPresent() {
        try {
            // a run-time image made without the module jdk.jfr lacks it
            Class.forName("jdk.jfr.Event", false, Recorder.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    static void loaded(String plugin) {
        if (PRESENT) {
            Loaded event = new Loaded();
            event.plugin = plugin;
            event.commit();
        }
    }

    static void unloaded(String plugin) {
        if (PRESENT) {
            Unloaded event = new Unloaded();
            event.plugin = plugin;
            event.commit();
        }
    }

    static void swapped(String point, List<Attachment> handlers) {
        if (PRESENT) {
            Swapped.tell(point, handlers);
        }
    }

    static void failed(String plugin, String handler, String point, Throwable fault) {
        if (PRESENT) {
            Failed event = new Failed();
            event.plugin = plugin;
            event.handler = handler;
            event.point = point;
            event.fault = fault.getClass().getName();
            event.commit();
        }
    }

    @Name("io.weft.hook.PluginLoaded")
    @Label("Plugin loaded")
    @Description("A plugin has got its hook tables")
    @Category("Hooks")
    @StackTrace(false)
    private static final class Loaded extends Event {
        @Label("Plugin")
        String plugin = "";
    }

    @Name("io.weft.hook.PluginUnloaded")
    @Label("Plugin unloaded")
    @Description("All handlers of a plugin were detached for good")
    @Category("Hooks")
    @StackTrace(false)
    private static final class Unloaded extends Event {
        @Label("Plugin")
        String plugin = "";
    }

    @Name("io.weft.hook.ChainSwapped")
    @Label("Chain swapped")
    @Description("Another chain was put in place at a hook point")
    @Category("Hooks")
    @StackTrace(false)
    private static final class Swapped extends Event {
        @Label("Hook point")
        String point = "";
        @Label("Handlers")
        String handlers = "";

        static void tell(String point, List<Attachment> handlers) {
            Swapped event = new Swapped();
            if (event.isEnabled()) {
                event.point = point;
                event.handlers = String.join(" ", handlers.stream().map(handler -> handler.owner() + "/" + handler.name()).toList());
                event.commit();
            }
        }
    }

    @Name("io.weft.hook.HandlerFailed")
    @Label("Handler failed")
    @Description("A handler threw something instead of answering")
    @Category("Hooks")
    @StackTrace(false)
    private static final class Failed extends Event {
        @Label("Plugin")
        String plugin = "";
        @Label("Handler")
        String handler = "";
        @Label("Hook point")
        String point = "";
        @Label("Fault")
        String fault = "";
    }
}
