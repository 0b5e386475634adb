package io.weft.net.testkit.example;

import io.weft.hook.HookHandler;
import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import java.util.HashMap;
import java.util.Map;

/// A plugin that lets no more than so many datagrams of a host pass.
public final class DatagramQuota {

    public static final int MOST = 3;

    private static final int UDP = 17;

    private final Map<Integer, Integer> passed = new HashMap<>();

    @HookHandler(at = PacketHooks.FORWARD)
    public Verdict count(Packet packet) {
        boolean within = packet.ip().protocol() != UDP || passed.merge(packet.ip().source(), 1, Integer::sum) <= MOST;
        return within ? Verdict.ACCEPT : Verdict.drop("more than its quota");
    }

}
