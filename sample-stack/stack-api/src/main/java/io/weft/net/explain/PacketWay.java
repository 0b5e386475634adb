package io.weft.net.explain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The way of an explained packet: the hook points that it came to, and how it ended.
///
/// @param passages in the order in which it came to them; points without handlers are not among them
/// @param fates how it ended; several where it would be cut, none where that is not known
/// @param remarks what the rooms told behind the last handler, such as the ICMP error that its sender would get
public record PacketWay(List<Passage> passages, List<Fate> fates, List<TrailNote> remarks) {

    public PacketWay {
        passages = List.copyOf(passages);
        fates = List.copyOf(fates);
        remarks = List.copyOf(remarks);
    }

    /// Reads a way off what stands on a trail.
    public static PacketWay of(List<PacketTrail.Entry> entries) {
        return new WayReader().read(entries);
    }

    /// What happened at one hook point.
    ///
    /// @param before what the rooms told on the way there
    /// @param view the packet as it came
    /// @param end `passes`, or the verdict that stopped it
    public record Passage(String hook, List<TrailNote> before, PacketView view, List<Turn> turns, String end) {

        public Passage {
            before = List.copyOf(before);
            turns = List.copyOf(turns);
        }
    }

    /// A handler's turn.
    ///
    /// @param verdict its kind, or what the handler threw
    /// @param reason the verdict's reason or queue, where it has one
    /// @param changes what the packet's fields became, by field
    /// @param notes what the handler told
    public record Turn(
            String plugin, String handler, int priority, String verdict, @Nullable String reason, Duration took,
            Map<String, String> changes, List<TrailNote> notes) {

        public Turn {
            notes = List.copyOf(notes);
        }
    }
}
