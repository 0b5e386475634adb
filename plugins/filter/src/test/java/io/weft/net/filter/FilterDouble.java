package io.weft.net.filter;

import io.weft.hook.Hooks;
import io.weft.hook.PluginContext;
import io.weft.net.Stack;
import io.weft.net.control.Command;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TablesPlugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The two plugins, started in this JVM without jars on a stack double.
final class FilterDouble implements AutoCloseable {

    private final StackDouble stack = new StackDouble();
    private final Context context = new Context();
    private final FilterTable table;
    private final Shell shell;

    FilterDouble() {
        context.publish(Stack.class, stack);
        new TablesPlugin(context).start();
        table = new FilterTable(context);
        shell = new Shell(context.services(Command.class));
    }

    StackDouble stack() {
        return stack;
    }

    FilterTable table() {
        return table;
    }

    Shell shell() {
        return shell;
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
            return "filter";
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
