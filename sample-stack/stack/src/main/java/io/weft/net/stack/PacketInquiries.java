package io.weft.net.stack;

import io.weft.hook.runtime.HookTables;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketWay;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.explain.MadeUpPackets;
import io.weft.net.stack.ip.IpInput;
import io.weft.net.stack.ip.IpLayer;
import io.weft.net.stack.loop.StackLoop;
import io.weft.net.stack.time.Timers;
import org.jspecify.annotations.Nullable;

/// Sends made-up packets through a stack's rooms, to see what would become of them.
final class PacketInquiries {

    private final HookTables hooks;
    private final PacketPool pool;
    private final Timers timers;
    private final StackLoop loop;
    private final Interfaces interfaces;
    private final IpLayer ip;
    private final IpInput input;

    PacketInquiries(HookTables hooks, PacketPool pool, Timers timers, StackLoop loop, Interfaces interfaces, IpLayer ip, IpInput input) {
        this.hooks = hooks;
        this.pool = pool;
        this.timers = timers;
        this.loop = loop;
        this.interfaces = interfaces;
        this.ip = ip;
        this.input = input;
    }

    /// @see io.weft.net.PacketExplainer#explain
    PacketWay explain(byte[] bytes, String device, int mark) {
        PacketTrail trail = new PacketTrail();
        try (var _ = hooks.follow(new MadeUpPackets(trail))) {
            loop.configure(() -> send(madeUp(bytes, device, mark, trail), device.isEmpty()));
        }
        return PacketWay.of(trail.take());
    }

    private Packet madeUp(byte[] bytes, String device, int mark, PacketTrail trail) {
        @Nullable NetDevice in = device.isEmpty() ? null : interfaces.get(device);
        Packet packet = pool.take();
        if (packet == null) {
            throw new IllegalStateException("no packet buffer is left");
        }
        if (bytes.length > packet.tailroom()) {
            packet.release();
            throw new IllegalArgumentException("a packet of " + bytes.length + " bytes is too long");
        }
        packet.append(bytes);
        packet.in(in);
        packet.mark(mark);
        packet.journal(trail);
        packet.receivedNs(timers.nowNs());
        if (in != null && in.isFramed()) {
            packet.push(EthernetHeader.LENGTH);
            packet.markLinkHeader();
            packet.ethernet().destination(in.mac().value());
            packet.ethernet().source(0);
            packet.ethernet().type(EthernetHeader.TYPE_IPV4);
            packet.pull(EthernetHeader.LENGTH);
        } else {
            packet.markLinkHeader();
        }
        packet.markNetworkHeader();
        return packet;
    }

    private void send(Packet packet, boolean own) {
        if (own) {
            ip.output().send(packet);
        } else {
            input.receive(packet);
        }
        for (Packet looped = ip.explained().looped(); looped != null; looped = ip.explained().looped()) {
            input.receive(looped);
        }
    }
}
