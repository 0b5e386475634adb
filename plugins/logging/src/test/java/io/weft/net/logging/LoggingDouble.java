package io.weft.net.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.PluginsDouble;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// The plugins tables and logging, started in this JVM without jars, with the tables raw, mangle and filter.
final class LoggingDouble implements AutoCloseable {

    static final LoggingConfig SILENT = new LoggingConfig(0, 0, false, Path.of("nowhere"), 1, 1);

    private final Map<String, RuleTable> tables = new HashMap<>();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final PluginsDouble plugins;
    private boolean closed;

    LoggingDouble(LoggingConfig config) {
        for (String name : List.of("weft", LogWriter.class.getName())) {
            ((Logger) LoggerFactory.getLogger(name)).addAppender(lines);
        }
        lines.start();
        ((Logger) LoggerFactory.getLogger("weft")).setLevel(Level.DEBUG);
        plugins = plugins(config, tables);
    }

    static PluginsDouble plugins(LoggingConfig config, Map<String, RuleTable> tables) {
        return new PluginsDouble(List.of(
                context -> new LoggingPlugin(context, config).start(),
                context -> {
                    for (TableSpec spec : specs()) {
                        tables.put(spec.name(), context.service(RuleTables.class).register(spec));
                    }
                }));
    }

    private static List<TableSpec> specs() {
        return List.of(
                TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).chain("FORWARD", PacketHooks.FORWARD)
                        .chain("OUTPUT", PacketHooks.LOCAL_OUT).build(),
                TableSpec.named("raw").chain("PREROUTING", PacketHooks.PRE_ROUTING).chain("OUTPUT", PacketHooks.LOCAL_OUT).build(),
                TableSpec.named("mangle").chain("PREROUTING", PacketHooks.PRE_ROUTING).chain("INPUT", PacketHooks.LOCAL_IN)
                        .chain("FORWARD", PacketHooks.FORWARD).chain("OUTPUT", PacketHooks.LOCAL_OUT)
                        .chain("POSTROUTING", PacketHooks.POST_ROUTING).build());
    }

    RuleTable table(String name) {
        return tables.get(name);
    }

    StackDouble stack() {
        return plugins.stack();
    }

    Shell shell() {
        return plugins.shell();
    }

    NetfilterLog netfilterLog() {
        return plugins.service(NetfilterLog.class);
    }

    /// Stops the plugins, and says what was logged by then.
    List<ILoggingEvent> logged() throws Exception {
        close();
        return lines.list;
    }

    @Override
    public void close() throws Exception {
        if (closed) {
            return;
        }
        closed = true;
        plugins.close();
        for (String name : List.of("weft", LogWriter.class.getName())) {
            ((Logger) LoggerFactory.getLogger(name)).detachAppender(lines);
        }
    }
}
