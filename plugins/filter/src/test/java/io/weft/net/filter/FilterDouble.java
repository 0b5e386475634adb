package io.weft.net.filter;

import io.weft.net.tables.PluginsDouble;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The plugins tables and filter, started in this JVM without jars on a stack double.
final class FilterDouble implements AutoCloseable {

    private final PluginsDouble plugins;
    private @Nullable FilterTable table;

    FilterDouble() {
        plugins = new PluginsDouble(List.of(context -> table = new FilterTable(context)));
    }

    StackDouble stack() {
        return plugins.stack();
    }

    FilterTable table() {
        return Objects.requireNonNull(table);
    }

    Shell shell() {
        return plugins.shell();
    }

    @Override
    public void close() throws Exception {
        plugins.close();
    }
}
