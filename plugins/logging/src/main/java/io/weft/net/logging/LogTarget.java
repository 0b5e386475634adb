package io.weft.net.logging;

import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.Quoting;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import java.nio.charset.StandardCharsets;

/// One use of LOG, the kernel's `log_tg`.
///
/// @param flags bits of {@link LogFlags}
record LogTarget(int level, int flags, String prefix, PacketLog log) implements RuleTarget {

    private static final String[] WORDS = {"tcp-sequence", "tcp-options", "ip-options", "uid", "", "macdecode"};

    @Override
    public String save() {
        var text = new StringBuilder();
        if (!prefix.isEmpty()) {
            text.append(" --log-prefix ").append(Quoting.quote(prefix));
        }
        if (level != LogLevel.WARNING) {
            text.append(" --log-level ").append(level);
        }
        words(text, " --log-");
        return text.toString().strip();
    }

    @Override
    public String list(boolean numeric) {
        var text = new StringBuilder("LOG ");
        if (numeric) {
            text.append("flags ").append(flags).append(" level ").append(level);
        } else {
            text.append("level ").append(LogLevel.name(level));
            words(text, " ");
        }
        return prefix.isEmpty() ? text.toString() : text.append(" prefix \"").append(prefix).append('"').toString();
    }

    private void words(StringBuilder text, String before) {
        for (int i = 0; i < WORDS.length; i++) {
            if ((flags >> i & 1) != 0) {
                text.append(before).append(WORDS[i]);
            }
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        byte[] words = prefix.getBytes(StandardCharsets.UTF_8);
        return (packet, traversal) -> {
            PacketTrail journal = packet.journal();
            if (journal != null) {
                var line = new LogLine().begin(level, false).text(words);
                KernelLine.write(line, packet, flags);
                journal.note(TrailNote.of("log", line.toString().strip()));
            }
            if (journal == null || !journal.isMadeUp()) {
                write(packet, words);
            }
            return Decision.CONTINUE;
        };
    }

    private void write(Packet packet, byte[] words) {
        LogLine line = log.claimLine();
        if (line != null) {
            KernelLine.write(line.begin(level, false).text(words), packet, flags);
            log.publishLine();
        }
    }
}
