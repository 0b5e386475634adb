package io.weft.net.stack;

import io.weft.hook.Verdict;
import io.weft.hook.runtime.Journey;
import io.weft.net.address.Ipv4;
import io.weft.net.connection.Connection;
import io.weft.net.connection.Direction;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketTrail.Entry;
import io.weft.net.explain.PacketView;
import io.weft.net.explain.PacketWay;
import io.weft.net.explain.TrailNote;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a packet looks like while it is explained, and its way put together from what the hook tables saw and what stands on its trail.
final class PacketInquiry {

    private final List<Entry> entries;
    private final List<Fate> fates = new ArrayList<>();
    private int at;

    private PacketInquiry(PacketTrail trail) {
        entries = trail.entries();
    }

    /// Notes on the packet's trail what it looks like now.
    static String describe(Object subject) {
        Packet packet = (Packet) subject;
        PacketTrail trail = packet.trail();
        PacketView view = view(packet);
        if (trail != null) {
            trail.seen(view);
        }
        return view.fields().toString();
    }

    private static PacketView view(Packet packet) {
        Ipv4Header ip = packet.ip();
        var fields = new LinkedHashMap<String, String>();
        boolean ported = !ip.isLaterFragment() && packet.length() >= ip.headerLength() + 4
                && (ip.protocol() == Ipv4Header.PROTOCOL_TCP || ip.protocol() == Ipv4Header.PROTOCOL_UDP);
        fields.put("source", Ipv4.format(ip.source()) + (ported ? ":" + packet.u16(ip.headerLength()) : ""));
        fields.put("destination", Ipv4.format(ip.destination()) + (ported ? ":" + packet.u16(ip.headerLength() + 2) : ""));
        fields.put("protocol", Integer.toString(ip.protocol()));
        if (ip.protocol() == Ipv4Header.PROTOCOL_ICMP && packet.length() >= ip.headerLength() + 2) {
            fields.put("icmp", packet.u8(ip.headerLength()) + "/" + packet.u8(ip.headerLength() + 1));
        }
        fields.put("length", Integer.toString(ip.totalLength()));
        fields.put("ttl", Integer.toString(ip.ttl()));
        fields.put("tos", String.format("0x%02x", ip.tos()));
        fields.put("mark", String.format("0x%x", packet.mark()));
        fields.put("state", packet.connectionState().name());
        put(fields, "connection", connection(packet));
        put(fields, "in", name(packet.in()));
        put(fields, "out", name(packet.out()));
        put(fields, "route", route(packet.route()));
        return new PacketView(fields);
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static @Nullable String name(@Nullable NetInterface device) {
        return device == null ? null : device.name();
    }

    private static @Nullable String connection(Packet packet) {
        Connection connection = packet.connection();
        return connection == null ? null : packet.direction() + " " + tuple(connection, Direction.ORIGINAL)
                + ", replies " + tuple(connection, Direction.REPLY);
    }

    private static String tuple(Connection connection, Direction way) {
        return Ipv4.format(connection.source(way)) + ":" + connection.sourcePort(way) + " > "
                + Ipv4.format(connection.destination(way)) + ":" + connection.destinationPort(way);
    }

    private static @Nullable String route(@Nullable Route route) {
        return switch (route) {
            case Route.Local local -> "local " + local.device().name();
            case Route.Broadcast all -> "broadcast " + all.device().name();
            case Route.Unicast hop -> hop.gateway() == 0
                    ? "link " + hop.device().name() : "via " + Ipv4.format(hop.gateway()) + " " + hop.device().name();
            case Route.Blackhole _ -> "blackhole";
            case Route.Unreachable no -> "unreachable " + no.code();
            case null -> null;
        };
    }

    /// @param journeys of the packet, in their order
    static PacketWay way(PacketTrail trail, List<Journey> journeys) {
        return new PacketInquiry(trail).assemble(journeys);
    }

    private PacketWay assemble(List<Journey> journeys) {
        var passages = new ArrayList<PacketWay.Passage>();
        for (Journey journey : journeys) {
            List<TrailNote> before = notes();
            passages.add(passage(journey, before, seen()));
        }
        List<TrailNote> remarks = notes();
        if (fates.isEmpty() && !journeys.isEmpty()) {
            heldBy(journeys.getLast());
        }
        return new PacketWay(passages, fates, remarks);
    }

    private PacketWay.Passage passage(Journey journey, List<TrailNote> before, PacketView view) {
        var turns = new ArrayList<PacketWay.Turn>();
        PacketView last = view;
        for (Journey.Step step : journey.steps()) {
            List<TrailNote> notes = notes();
            // who stole the packet may have changed it, but it is not to be looked at any more
            PacketView now = step.outcome().equals(Verdict.Kind.STOLEN.name()) ? last : seen();
            turns.add(new PacketWay.Turn(step.plugin(), step.handler(), step.priority(), step.outcome(), step.reason(), step.took(),
                    now.changesSince(last), notes));
            last = now;
        }
        return new PacketWay.Passage(journey.point(), before, view, turns, journey.end());
    }

    /// What was told up to where the packet was seen next.
    private List<TrailNote> notes() {
        var notes = new ArrayList<TrailNote>();
        for (; at < entries.size() && !(entries.get(at) instanceof Entry.Seen); at++) {
            switch (entries.get(at)) {
                case Entry.Noted(TrailNote note) -> notes.add(note);
                case Entry.Ended(Fate fate) -> fates.add(fate);
                case Entry.Seen _ -> throw new IllegalStateException("the loop ends there");
            }
        }
        return notes;
    }

    private PacketView seen() {
        if (at < entries.size() && entries.get(at) instanceof Entry.Seen(PacketView view)) {
            at++;
            return view;
        }
        return new PacketView(Map.of());
    }

    private void heldBy(Journey last) {
        if (!last.steps().isEmpty() && !last.end().equals("passes")) {
            Journey.Step step = last.steps().getLast();
            fates.add(new Fate.Held("queue".equalsIgnoreCase(step.outcome())
                    ? "queue " + step.reason() : step.plugin() + "/" + step.handler() + " at " + last.point()));
        }
    }
}
