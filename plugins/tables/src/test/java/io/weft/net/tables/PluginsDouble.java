package io.weft.net.tables;

import io.weft.hook.Hooks;
import io.weft.hook.PluginContext;
import io.weft.net.Stack;
import io.weft.net.control.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The tables plugin and others, started in this JVM without jars on a stack double.
public final class PluginsDouble implements AutoCloseable {

    private final StackDouble stack = new StackDouble();
    private final Context context = new Context();
    private final Shell shell;

    /// @param plugins start the other plugins, in their order
    public PluginsDouble(List<Consumer<PluginContext>> plugins) {
        context.publish(Stack.class, stack);
        new TablesPlugin(context, new TablesConfig(100, 0)).start();
        plugins.forEach(plugin -> plugin.accept(context));
        shell = new Shell(context.services(Command.class));
    }

    public StackDouble stack() {
        return stack;
    }

    /// Its commands.
    public Shell shell() {
        return shell;
    }

    /// A service that one of the plugins published.
    public <T> T service(Class<T> type) {
        return context.service(type);
    }

    @Override
    public void close() throws Exception {
        context.stop();
        stack.close();
    }

    private static final class Context implements PluginContext {

        private final Map<Class<?>, List<Object>> services = new LinkedHashMap<>();
        private final Deque<AutoCloseable> resources = new ArrayDeque<>();

        @Override
        public String pluginId() {
            return "double";
        }

        @Override
        public Hooks hooks() {
            throw new IllegalStateException("no hooks here");
        }

        @Override
        public <T> T service(Class<T> type) {
            return services(type).getFirst();
        }

        @Override
        public <T> List<T> services(Class<T> type) {
            return services.getOrDefault(type, List.of()).stream().map(type::cast).toList();
        }

        @Override
        public <T> void publish(Class<T> type, T service) {
            services.computeIfAbsent(type, _ -> new ArrayList<>()).add(service);
        }

        @Override
        public void onStop(AutoCloseable resource) {
            resources.push(resource);
        }

        void stop() throws Exception {
            while (!resources.isEmpty()) {
                resources.pop().close();
            }
        }
    }
}
