package io.weft.net.logging;

import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.Quoting;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;

/// One use of NFLOG, the kernel's `nflog_tg`.
///
/// @param range kept for listings; it limits nothing, as in Linux
/// @param size how many bytes are copied, or {@link #WHOLE}
/// @param threshold kept for listings: nobody is woken once for several packets, because the copies cross no process boundary
record NflogTarget(String prefix, int group, long range, long size, int threshold, PacketLog log) implements RuleTarget {

    static final long WHOLE = -1;

    @Override
    public String save() {
        return words("--nflog-");
    }

    @Override
    public String list(boolean numeric) {
        return words("nflog-");
    }

    private String words(String before) {
        var text = new StringBuilder();
        if (!prefix.isEmpty()) {
            text.append(' ').append(before).append("prefix ").append(Quoting.quote(prefix));
        }
        option(text, before, "group ", group);
        if (size != WHOLE) {
            text.append(' ').append(before).append("size ").append(size);
        } else {
            option(text, before, "range ", range);
        }
        option(text, before, "threshold ", threshold);
        return text.toString().strip();
    }

    private static void option(StringBuilder text, String before, String name, long value) {
        if (value != 0) {
            text.append(' ').append(before).append(name).append(value);
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        return (packet, traversal) -> {
            PacketTrail journal = packet.journal();
            if (journal != null) {
                journal.note(TrailNote.of("nflog", ("group " + group + " " + prefix).strip()));
            }
            if (journal == null || !journal.isMadeUp()) {
                write(packet, traversal.hook());
            }
            return Decision.CONTINUE;
        };
    }

    private void write(Packet packet, String hook) {
        LoggedCopy copy = log.claimCopy();
        if (copy != null) {
            copy.fill(packet, hook, group, prefix, size == WHOLE ? Integer.MAX_VALUE : (int) Math.min(size, Integer.MAX_VALUE), log.nowNs());
            log.publishCopy();
        }
    }
}
