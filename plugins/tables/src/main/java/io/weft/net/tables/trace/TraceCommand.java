package io.weft.net.tables.trace;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.explain.PacketExplainer;
import io.weft.net.explain.PacketWay;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// The command `trace`: sends a made-up packet on its way through the running stack and tells what happens to it, hook by hook and rule
/// by rule; or tells to which rules live packets come that `-j TRACE` has marked.
public final class TraceCommand implements Command, AutoCloseable {

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final long LINE_WAIT_MS = 200;
    private static final String HELP = """
            Usage: weft trace [-i NIC] -s ADDRESS -d ADDRESS [-p PROTOCOL] [OPTION]...
                   weft trace --live [--count N] [--all]

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
              --json                        for programs

            Counters of rules, policies and drops, and the limits of ICMP errors, do not see it. The hook points'
            own counters do, and so do matches that remember: limit, hashlimit, recent, quota, statistic.

            With --live it tells the rules that live packets match which a rule with -j TRACE marked (in the table
            raw), each line with the packet's number, until N packets are told or the caller goes away.
            """;

    private final PacketExplainer explainer;
    private final RuleTables tables;
    private volatile boolean closed;

    /// @param tables whose rules live packets come to
    public TraceCommand(PacketExplainer explainer, RuleTables tables) {
        this.explainer = explainer;
        this.tables = tables;
    }

    @Override
    public String name() {
        return "trace";
    }

    @Override
    public String summary() {
        return "tells what would become of a packet, rule by rule (-i, -s, -d, -p, --dport, --json), or of live ones (--live)";
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
            var text = new WayText(asked, way);
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
        var packets = new LivePackets(asked.count(), asked.all());
        boolean enough = false;
        try (var _ = tables.watch(packets)) {
            while (!enough && !closed && !call.out().checkError()) {
                // the last packet is through its tables when nothing has come for a while
                boolean full = packets.isFull();
                String line = packets.next(LINE_WAIT_MS);
                enough = full && line == null;
                for (; line != null; line = packets.next(0)) {
                    call.out().print(line);
                }
                int lost = packets.takeLost();
                if (lost > 0) {
                    call.err().print("trace: " + lost + " lines were lost: they came faster than they were read\n");
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        call.err().print("trace: " + packets.count() + " packets have been told.\n");
        return 0;
    }

    /// Ends all calls that follow live packets.
    @Override
    public void close() {
        closed = true;
    }
}
