package io.weft.net.conntrack;

import io.weft.hook.PluginContext;
import io.weft.net.Stack;
import io.weft.net.conntrack.command.ConntrackCommand;
import io.weft.net.conntrack.command.SysctlCommand;
import io.weft.net.conntrack.ftp.FtpHelper;
import io.weft.net.conntrack.words.ConntrackWords;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.PluginsDouble;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.TableSpec;
import java.util.List;

/// The plugins tables and conntrack and three tables, started in this JVM without jars or hooks on a stack double: packets go through
/// where a test sends them.
public final class ConntrackDouble implements AutoCloseable {

    private final PluginsDouble plugins = new PluginsDouble(List.of(ConntrackDouble::start));
    private final StackConntrack conntrack = (StackConntrack) plugins.service(Conntrack.class);

    private static void start(PluginContext context) {
        var tables = context.service(RuleTables.class);
        context.publish(RuleTable.class, tables.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN)
                .chain("FORWARD", PacketHooks.FORWARD).chain("OUTPUT", PacketHooks.LOCAL_OUT).build()));
        tables.register(TableSpec.named("mangle").chain("PREROUTING", PacketHooks.PRE_ROUTING).chain("INPUT", PacketHooks.LOCAL_IN)
                .chain("FORWARD", PacketHooks.FORWARD).chain("OUTPUT", PacketHooks.LOCAL_OUT)
                .chain("POSTROUTING", PacketHooks.POST_ROUTING).build());
        tables.register(
                TableSpec.named("raw").chain("PREROUTING", PacketHooks.PRE_ROUTING).chain("OUTPUT", PacketHooks.LOCAL_OUT).build());
        var stack = context.service(Stack.class);
        var settings = new ConntrackSettings();
        settings.set(ConntrackSetting.NF_CONNTRACK_BUCKETS, 64);
        var conntrack = new StackConntrack(stack, settings);
        context.onStop(conntrack);
        context.onStop(conntrack.add(new FtpHelper(conntrack)));
        context.publish(Conntrack.class, conntrack);
        var command = new ConntrackCommand(conntrack, stack);
        context.onStop(command);
        context.publish(Command.class, command);
        context.publish(Command.class, new SysctlCommand(conntrack));
        ConntrackWords.all(conntrack, stack).forEach(word -> context.onStop(tables.add(word)));
    }

    public PluginsDouble plugins() {
        return plugins;
    }

    public Conntrack conntrack() {
        return conntrack;
    }

    /// The built-in chain of the table `filter`.
    public RuleTable filter() {
        return plugins.service(RuleTable.class);
    }

    /// Gives a packet its connection, as at PRE_ROUTING.
    public void track(Packet packet) {
        conntrack.tracker().track(packet, true);
    }

    /// Confirms a packet's connection, as at POST_ROUTING.
    public void confirm(Packet packet) {
        conntrack.confirmation().confirm(packet);
    }

    @Override
    public void close() throws Exception {
        plugins.close();
    }
}
