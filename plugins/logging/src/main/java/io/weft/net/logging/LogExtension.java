package io.weft.net.logging;

import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;

/// `-j LOG`: a line about the packet, which goes on.
final class LogExtension implements TargetExtension {

    private static final int MAX_PREFIX = 29;
    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("log-level"), OptionSpec.value("log-prefix"), OptionSpec.flag("log-tcp-sequence"),
            OptionSpec.flag("log-tcp-options"), OptionSpec.flag("log-ip-options"), OptionSpec.flag("log-uid"),
            OptionSpec.flag("log-macdecode"));

    private final PacketLog log;

    LogExtension(PacketLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "LOG";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                LOG target options:
                 --log-level level\t\tLevel of logging (numeric or see syslog.conf)
                 --log-prefix prefix\t\tPrefix log messages with this prefix.
                 --log-tcp-sequence\t\tLog TCP sequence numbers.
                 --log-tcp-options\t\tLog TCP options.
                 --log-ip-options\t\tLog IP options.
                 --log-uid\t\t\tLog UID owning the local socket.
                 --log-macdecode\t\tDecode MAC addresses and protocol.
                """;
    }

    private final class Parser implements OptionParser<RuleTarget> {

        private int level = LogLevel.WARNING;
        private int flags;
        private String prefix = "";

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "log-level" -> level = LogLevel.parse(use.value());
                case "log-prefix" -> prefix = Prefix.read(use.value(), MAX_PREFIX);
                case "log-tcp-sequence" -> flags |= LogFlags.TCP_SEQUENCE;
                case "log-tcp-options" -> flags |= LogFlags.TCP_OPTIONS;
                case "log-ip-options" -> flags |= LogFlags.IP_OPTIONS;
                case "log-uid" -> flags |= LogFlags.UID;
                case "log-macdecode" -> flags |= LogFlags.MAC_DECODE;
                default -> throw new IllegalStateException("no option " + use.name());
            }
        }

        @Override
        public RuleTarget finish() {
            return new LogTarget(level, flags, prefix, log);
        }
    }
}
