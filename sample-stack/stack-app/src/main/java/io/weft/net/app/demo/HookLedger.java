package io.weft.net.app.demo;

import io.weft.hook.HandlerInfo;
import io.weft.hook.HookPoint;
import io.weft.hook.Hooks;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened at each hook of a stack between two looks, by the counters of the handlers there.
///
/// A handler of its own stands first at each hook, so that packets are counted where no plugin is.
final class HookLedger implements AutoCloseable {

    private static final String OWN = "demo-count";

    private final List<Watched> watched = new ArrayList<>();
    private final Map<String, HandlerInfo> before = new HashMap<>();

    private record Watched(HookPoint<Packet> point, Registration counting) { }

    HookLedger(Hooks hooks) {
        for (String name : List.of(PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD, PacketHooks.LOCAL_OUT,
                PacketHooks.POST_ROUTING)) {
            HookPoint<Packet> point = hooks.at(name, Packet.class);
            watched.add(new Watched(point, point.attach(Priorities.FIRST, OWN, _ -> Verdict.ACCEPT)));
        }
    }

    /// One hook since the last look.
    ///
    /// @param seen how many packets came to it
    /// @param deciders the plugins' handlers that saw some of them
    record Entry(String hook, long seen, List<Decider> deciders) { }

    /// A plugin's handler at a hook since the last look.
    record Decider(String plugin, String name, long accepted, long dropped, long stolen) { }

    /// What happened since the last look, hook by hook in the order in which packets come through.
    List<Entry> look() {
        List<Entry> entries = new ArrayList<>();
        for (Watched each : watched) {
            long seen = 0;
            List<Decider> deciders = new ArrayList<>();
            for (HandlerInfo now : each.point.handlers()) {
                HandlerInfo then = before.put(each.point.name() + " " + now.plugin() + " " + now.name(), now);
                Decider since = since(then, now);
                if (now.name().equals(OWN)) {
                    seen = since.accepted;
                } else if (since.accepted + since.dropped + since.stolen > 0) {
                    deciders.add(since);
                }
            }
            entries.add(new Entry(each.point.name(), seen, deciders));
        }
        return entries;
    }

    private static Decider since(@Nullable HandlerInfo then, HandlerInfo now) {
        return then == null
                ? new Decider(now.plugin(), now.name(), now.accepted(), now.dropped(), now.stolen())
                : new Decider(now.plugin(), now.name(), now.accepted() - then.accepted(), now.dropped() - then.dropped(),
                        now.stolen() - then.stolen());
    }

    @Override
    public void close() {
        watched.forEach(each -> each.counting.close());
    }
}
