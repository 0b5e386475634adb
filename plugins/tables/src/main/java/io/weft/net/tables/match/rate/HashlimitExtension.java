package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.RuleMatch;
import java.util.List;

/// `-m hashlimit`: packets or bytes at a rate, for each sender, receiver or flow.
public final class HashlimitExtension implements MatchExtension {

    static final String NAME = "hashlimit";

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("hashlimit-upto", "hashlimit").withInversion().excluding("hashlimit-above"),
            OptionSpec.value("hashlimit-above").withInversion().excluding("hashlimit-upto"),
            OptionSpec.value("hashlimit-srcmask"),
            OptionSpec.value("hashlimit-dstmask"),
            OptionSpec.value("hashlimit-burst"),
            OptionSpec.value("hashlimit-htable-size"),
            OptionSpec.value("hashlimit-htable-max"),
            OptionSpec.value("hashlimit-htable-gcinterval"),
            OptionSpec.value("hashlimit-htable-expire"),
            OptionSpec.value("hashlimit-mode"),
            OptionSpec.value("hashlimit-name").asRequired(),
            OptionSpec.flag("hashlimit-rate-match"),
            OptionSpec.value("hashlimit-rate-interval"));

    private final HashlimitTables tables;

    HashlimitExtension(HashlimitTables tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new HashlimitParser(tables);
    }

    @Override
    public String help() {
        return """
                hashlimit match options:
                  --hashlimit-upto <avg>           max average match rate
                                                   [Packets per second unless followed by\s
                                                   /sec /minute /hour /day postfixes]
                  --hashlimit-above <avg>          min average match rate
                  --hashlimit-mode <mode>          mode is a comma-separated list of
                                                   dstip,srcip,dstport,srcport (or none)
                  --hashlimit-srcmask <length>     source address grouping prefix length
                  --hashlimit-dstmask <length>     destination address grouping prefix length
                  --hashlimit-name <name>          name for /proc/net/ipt_hashlimit
                  --hashlimit-burst <num>\t    number to match in a burst, default 5
                  --hashlimit-htable-size <num>    number of hashtable buckets
                  --hashlimit-htable-max <num>     number of hashtable entries
                  --hashlimit-htable-gcinterval    interval between garbage collection runs
                  --hashlimit-htable-expire        after which time are idle entries expired?
                  --hashlimit-rate-match           rate match the flow without rate-limiting it
                  --hashlimit-rate-interval        interval in seconds for hashlimit-rate-match

                """;
    }
}
