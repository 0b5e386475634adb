package io.weft.net.conntrack;

import io.weft.hook.HookHandler;
import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.hook.Verdict;
import io.weft.net.Stack;
import io.weft.net.connection.ConnectionState;
import io.weft.net.conntrack.command.ConntrackCommand;
import io.weft.net.conntrack.command.SysctlCommand;
import io.weft.net.conntrack.ftp.FtpHelper;
import io.weft.net.conntrack.words.ConntrackWords;
import io.weft.net.control.Command;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleTables;

/// The plugin, and where packets come into it: fragments are put together, each packet gets its connection, and what goes on to a socket
/// or a link is confirmed.
public final class TrackingHooks implements HookPlugin {

    private final PluginContext context;
    private final ConntrackConfig config;
    private final Stack stack;
    private final StackConntrack conntrack;
    private final Tracker tracker;
    private final Confirmation confirmation;

    public TrackingHooks(PluginContext context, ConntrackConfig config) {
        this.context = context;
        this.config = config;
        stack = context.service(Stack.class);
        ConntrackSettings settings = new ConntrackSettings();
        config.applyTo(settings);
        conntrack = new StackConntrack(stack, settings);
        tracker = conntrack.tracker();
        confirmation = conntrack.confirmation();
    }

    @Override
    public void start() {
        context.onStop(conntrack);
        context.onStop(conntrack.add(new FtpHelper(conntrack)));
        context.publish(Conntrack.class, conntrack);
        var command = new ConntrackCommand(conntrack, stack);
        context.onStop(command);
        context.publish(Command.class, command);
        context.publish(Command.class, new SysctlCommand(conntrack));
        RuleTables tables = context.service(RuleTables.class);
        ConntrackWords.all(conntrack, stack).forEach(word -> context.onStop(tables.add(word)));
        if (config.enable_hooks()) {
            context.onStop(conntrack.use());
        }
    }

    @HookHandler(at = PacketHooks.PRE_ROUTING, priority = Priorities.DEFRAG)
    public Verdict putTogetherIncoming(Packet packet) {
        return putTogether(packet);
    }

    @HookHandler(at = PacketHooks.LOCAL_OUT, priority = Priorities.DEFRAG)
    public Verdict putTogetherOutgoing(Packet packet) {
        return putTogether(packet);
    }

    private Verdict putTogether(Packet packet) {
        boolean isNew = packet.connection() == null && packet.connectionState() != ConnectionState.UNTRACKED;
        if (!isNew || !conntrack.isUsed() || !packet.ip().isFragment()) {
            return Verdict.ACCEPT;
        }
        PacketTrail trail = packet.trail();
        if (trail != null) {
            // among the real ones it would wait for others that never come
            trail.note(TrailNote.of("conntrack", "a fragment: it would wait here for the others of its datagram"));
            packet.release();
            return Verdict.STOLEN;
        }
        return stack.defragment(packet) ? Verdict.ACCEPT : Verdict.STOLEN;
    }

    @HookHandler(at = PacketHooks.PRE_ROUTING, priority = Priorities.CONNTRACK)
    public Verdict trackIncoming(Packet packet) {
        return conntrack.isUsed() ? tracker.track(packet, true) : Verdict.ACCEPT;
    }

    @HookHandler(at = PacketHooks.LOCAL_OUT, priority = Priorities.CONNTRACK)
    public Verdict trackOutgoing(Packet packet) {
        return conntrack.isUsed() ? tracker.track(packet, false) : Verdict.ACCEPT;
    }

    @HookHandler(at = PacketHooks.LOCAL_IN, priority = Priorities.CONNTRACK_CONFIRM)
    public Verdict confirmDelivered(Packet packet) {
        return confirmation.confirm(packet);
    }

    @HookHandler(at = PacketHooks.POST_ROUTING, priority = Priorities.CONNTRACK_CONFIRM)
    public Verdict confirmSent(Packet packet) {
        return confirmation.confirm(packet);
    }
}
