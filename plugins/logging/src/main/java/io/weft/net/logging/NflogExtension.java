package io.weft.net.logging;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-j NFLOG`: a copy of the packet for those who listen to a group, the packet itself goes on.
final class NflogExtension implements TargetExtension {

    private static final int MAX_PREFIX = 63;
    private static final int MAX_GROUP = 0xFFFF;
    private static final long MAX_SIZE = 0xFFFF_FFFFL;
    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("nflog-group"), OptionSpec.value("nflog-prefix"), OptionSpec.value("nflog-range").excluding("nflog-size"),
            OptionSpec.value("nflog-size").excluding("nflog-range"), OptionSpec.value("nflog-threshold"));

    private final PacketLog log;

    NflogExtension(PacketLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "NFLOG";
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
                NFLOG target options:
                 --nflog-group NUM\t\tNETLINK group used for logging
                 --nflog-range NUM\t\tThis option has no effect, use --nflog-size
                 --nflog-size NUM\t\tNumber of bytes to copy
                 --nflog-threshold NUM\t\tMessage threshold of in-kernel queue
                 --nflog-prefix STRING\t\tPrefix string for log messages
                """;
    }

    private final class Parser implements OptionParser<RuleTarget> {

        private String prefix = "";
        private int group;
        private long range;
        private @Nullable OptionUse ranged;
        private long size = NflogTarget.WHOLE;
        private int threshold;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "nflog-group" -> group = (int) number(use, MAX_GROUP);
                case "nflog-prefix" -> prefix = Prefix.read(use.value(), MAX_PREFIX);
                case "nflog-range" -> {
                    range = number(use, MAX_SIZE);
                    ranged = use;
                }
                case "nflog-size" -> size = number(use, MAX_SIZE);
                case "nflog-threshold" -> threshold = (int) number(use, MAX_GROUP);
                default -> throw new IllegalStateException("no option " + use.name());
            }
        }

        private static long number(OptionUse use, long most) throws SyntaxException {
            return Numbers.parse(use.value(), most).orElseThrow(() -> new SyntaxException(
                    "NFLOG: bad value for option \"--" + use.name() + "\", or out of range (0-" + most + ").\n"));
        }

        @Override
        public RuleTarget finish() {
            if (ranged != null) {
                ranged.warn("warn: --nflog-range has never worked and is no longer supported, please use --nflog-size instead\n");
            }
            return new NflogTarget(prefix, group, range, size, threshold, log);
        }
    }
}
