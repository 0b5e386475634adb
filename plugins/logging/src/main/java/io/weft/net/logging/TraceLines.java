package io.weft.net.logging;

import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleStep;
import io.weft.net.tables.RuleWatch;

/// Logs the rules that traced packets match, as the kernel's `trace_packet` does.
final class TraceLines implements RuleWatch {

    private static final int FLAGS = LogFlags.TCP_SEQUENCE | LogFlags.TCP_OPTIONS | LogFlags.IP_OPTIONS | LogFlags.UID;

    private final PacketLog log;

    TraceLines(PacketLog log) {
        this.log = log;
    }

    @Override
    public void matched(Packet packet, RuleStep step) {
        if (packet.trail() != null) {
            return;
        }
        LogLine line = log.claimLine();
        if (line != null) {
            line.begin(LogLevel.WARNING, true).text("TRACE: ").text(step.table()).text(":").text(step.chain()).text(":").text(kind(step))
                    .text(":").number(step.number()).text(" ");
            KernelLine.write(line, packet, FLAGS);
            log.publishLine();
        }
    }

    /// As in the kernel, which cannot tell them apart, a rule that is nothing but a verdict counts as the end of its chain.
    private static String kind(RuleStep step) {
        if (step.rule() != null && !step.rule().isFinal()) {
            return "rule";
        }
        return step.builtIn() ? "policy" : "return";
    }
}
