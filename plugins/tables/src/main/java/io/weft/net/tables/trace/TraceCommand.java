package io.weft.net.tables.trace;

import io.weft.net.PacketExplainer;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.explain.PacketFollowing;
import io.weft.net.explain.PacketFollowing.Followed;
import io.weft.net.explain.PacketWay;
import io.weft.net.tables.extension.SyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The command `trace`: sends a made-up packet on its way through the running stack and tells what happens to it, hook by hook and rule
/// by rule; or tells the same of live packets.
public final class TraceCommand implements Command, AutoCloseable {

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final long WAIT_MS = 200;
    private static final long REPORT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final String HELP = """
            Usage: weft trace [-i NIC] -s ADDRESS -d ADDRESS [-p PROTOCOL] [OPTION]...
                   weft trace --live [--count N] [-i NIC] [-s NET] [-d NET] [-p PROTOCOL] [--sport PORT] [--dport PORT]

            Tells what would become of a packet: every hook point, handler and rule that it comes to, what they
            change, and how it ends. The packet takes its real way, but is neither sent, delivered nor answered.

              -i, --in-interface NIC        it comes in by this NIC; without, it is a packet of this host
              -s, --source ADDRESS          who sent it; this host's own packet may leave it out
              -d, --destination ADDRESS     where it goes
              -p, --protocol NAME|NUMBER    tcp, udp, icmp (which it is if nothing is said) …
              --sport, --dport PORT         of tcp and udp; a number or a service's name
              --tcp-flags FLAG[,FLAG]...    FIN SYN RST PSH ACK URG ECE CWR or NONE; SYN if nothing is said
              --icmp-type TYPE[/CODE]       a number or a name of iptables; echo-request if nothing is said
              --mark, --ttl, --tos NUMBER   of the packet; --length BYTES of the whole IP packet
              --all                         shows every rule, also where many do not match on end
              --json                        for programs; with --live a line a packet

            Counters of rules, policies and drops, and the limits of ICMP errors, do not see it. The hook points'
            own counters do, and so do matches that remember: limit, hashlimit, recent, quota, statistic.

            With --live it tells what becomes of real packets, as they end: of those that -i, -s (10.0.0.0/8), -d, -p,
            --sport and --dport choose where they come in or are sent; without these, of those that a rule with
            -j TRACE marks (in the table raw), from there on. N packets are told, or as many as come.
            """;

    private final PacketExplainer explainer;
    private final Set<PacketFollowing> followings = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public TraceCommand(PacketExplainer explainer) {
        this.explainer = explainer;
    }

    @Override
    public String name() {
        return "trace";
    }

    @Override
    public String summary() {
        return "tells what would become of a packet, rule by rule (-i, -s, -d, -p, --dport, --json), or becomes of live ones (--live)";
    }

    @Override
    public boolean lasts(List<String> arguments) {
        return LiveOptions.isMeant(arguments);
    }

    @Override
    public int run(CommandCall call) {
        if (call.arguments().contains("--help") || call.arguments().contains("-h") || call.arguments().isEmpty()) {
            call.out().print(HELP);
            return 0;
        }
        try {
            if (LiveOptions.isMeant(call.arguments())) {
                return follow(LiveOptions.read(call.arguments()), call);
            }
            TraceOptions asked = TraceOptions.read(call.arguments());
            PacketWay way = explainer.explain(asked.packet().bytes(), asked.device(), asked.mark());
            WayText text = WayText.ofMadeUp(asked, way);
            call.out().print(asked.json() ? Json.of(text.tree()) : text.words());
            return 0;
        } catch (SyntaxException wrong) {
            call.err().print("trace: " + String.valueOf(wrong.getMessage()).strip() + "\nTry 'weft trace --help' for more information.\n");
            return EXIT_USAGE;
        } catch (IllegalArgumentException | IllegalStateException refused) {
            call.err().print("trace: " + refused.getMessage() + "\n");
            return EXIT_FAILED;
        }
    }

    /// Tells of live packets until there were enough, the caller goes away or the plugin stops.
    private int follow(LiveOptions asked, CommandCall call) {
        int told = 0;
        PacketFollowing packets = explainer.follow(asked.which(), asked.count());
        followings.add(packets);
        try (packets) {
            long reportedNs = System.nanoTime();
            while (!packets.isOver() && !closed && !call.out().checkError()) {
                Followed packet = packets.next(WAIT_MS);
                if (packet != null) {
                    call.out().print(tell(packet, asked));
                    told++;
                }
                if (System.nanoTime() - reportedNs > REPORT_NS) {
                    report(packets, call);
                    reportedNs = System.nanoTime();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            followings.remove(packets);
        }
        report(packets, call);
        call.err().print("trace: " + told + " packets have been told.\n");
        return 0;
    }

    private static void report(PacketFollowing packets, CommandCall call) {
        long leftOut = packets.takeLeftOut();
        if (leftOut > 0) {
            call.err().print("trace: " + leftOut + " packets were left out: more came than can be told\n");
        }
    }

    private static String tell(Followed packet, LiveOptions asked) {
        WayText text = WayText.ofReal(packet.way(), asked.all());
        if (!asked.json()) {
            return packet.number() + " " + text.words() + "\n";
        }
        var tree = new LinkedHashMap<String, Object>();
        tree.put("number", packet.number());
        tree.putAll(text.tree());
        return Json.line(tree);
    }

    /// Ends all calls that follow live packets.
    @Override
    public void close() {
        closed = true;
        followings.forEach(PacketFollowing::close);
    }
}
