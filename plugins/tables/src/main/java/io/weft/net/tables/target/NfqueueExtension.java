package io.weft.net.tables.target;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;

/// `-j NFQUEUE`: has code outside the tables decide. Queue 7 is the framework's queue `nfqueue:7`, opened by whoever serves it.
final class NfqueueExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("queue-num").excluding("queue-balance"), OptionSpec.value("queue-balance").excluding("queue-num"),
            OptionSpec.flag("queue-bypass"), OptionSpec.flag("queue-cpu-fanout"));

    @Override
    public String name() {
        return "NFQUEUE";
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
                NFQUEUE target options
                  --queue-num value            Send packet to QUEUE number <value>.
                                               Valid queue numbers are 0-65535
                  --queue-balance first:last   Balance flows between queues <value> to <value>.
                  --queue-bypass               Bypass Queueing if no queue instance exists.
                  --queue-cpu-fanout\tUse current CPU (no hashing)
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private int first;
        private int count = 1;
        private boolean bypass;
        private boolean fanout;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "queue-num" -> first = number(use, use.value(), "");
                case "queue-balance" -> balance(use);
                case "queue-bypass" -> bypass = true;
                default -> fanout = true;
            }
        }

        private void balance(OptionUse use) throws SyntaxException {
            String[] ends = use.value().split(":", -1);
            if (ends.length > 2) {
                throw new SyntaxException("NFQUEUE: Too many components for option \"--queue-balance\" (max: 2)\n");
            }
            first = ends[0].isEmpty() ? 0 : number(use, ends[0], " near \"" + ends[0] + "\"");
            if (ends.length == 1) {
                throw new SyntaxException("Bad range \"" + use.value() + "\"");
            }
            int last = ends[1].isEmpty() ? NfqueueTarget.MAX_QUEUE : number(use, ends[1], " near \"" + ends[1] + "\"");
            if (first >= last) {
                throw new SyntaxException(first + " should be less than " + last);
            }
            count = last - first + 1;
        }

        private static int number(OptionUse use, String text, String near) throws SyntaxException {
            return (int) Numbers.parse(text, NfqueueTarget.MAX_QUEUE).orElseThrow(() -> new SyntaxException(
                    "NFQUEUE: bad value for option \"--" + use.name() + "\"" + near + ", or out of range (0-65535).\n"));
        }

        @Override
        public RuleTarget finish() throws SyntaxException {
            if (fanout && count == 1) {
                throw new SyntaxException("NFQUEUE: option \"--queue-cpu-fanout\" also requires \"--queue-balance\".\n");
            }
            return new NfqueueTarget(first, count, bypass, fanout);
        }
    }
}
