package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.AddressText;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.rate.RecentMatch.Deed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-m recent`: lists of addresses that packets enter and leave.
public final class RecentExtension implements MatchExtension {

    private static final String NAME = "recent";
    private static final long MAX = 0xFFFF_FFFFL;
    private static final int MAX_NAME = 199;

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.flag("set").withInversion().excluding("rcheck", "update", "remove"),
            OptionSpec.flag("rcheck").withInversion().excluding("set", "update", "remove"),
            OptionSpec.flag("update").withInversion().excluding("set", "rcheck", "remove"),
            OptionSpec.flag("remove").withInversion().excluding("set", "rcheck", "update"),
            OptionSpec.value("seconds"),
            OptionSpec.flag("reap").needing("seconds"),
            OptionSpec.value("hitcount"),
            OptionSpec.flag("rttl").excluding("set", "remove"),
            OptionSpec.value("name"),
            OptionSpec.flag("rsource"),
            OptionSpec.flag("rdest"),
            OptionSpec.value("mask"));

    private final RecentLists lists;

    RecentExtension(RecentLists lists) {
        this.lists = lists;
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
        return new Parser(lists);
    }

    @Override
    public String help() {
        return """
                recent match options:
                [!] --set                       Add source address to list, always matches.
                [!] --rcheck                    Match if source address in list.
                [!] --update                    Match if source address in list, also update last-seen time.
                [!] --remove                    Match if source address in list, also removes that address from list.
                    --seconds seconds           For check and update commands above.
                                                Specifies that the match will only occur if source address last seen within
                                                the last 'seconds' seconds.
                    --reap                      Purge entries older then 'seconds'.
                                                Can only be used in conjunction with the seconds option.
                    --hitcount hits             For check and update commands above.
                                                Specifies that the match will only occur if source address seen hits times.
                                                May be used in conjunction with the seconds option.
                    --rttl                      For check and update commands above.
                                                Specifies that the match will only occur if the source address and the TTL
                                                match between this packet and the one which was set.
                                                Useful if you have problems with people spoofing their source address in order
                                                to DoS you via this module.
                    --name name                 Name of the recent list to be used.  DEFAULT used if none given.
                    --rsource                   Match/Save the source address of each packet in the recent list table (default).
                    --rdest                     Match/Save the destination address of each packet in the recent list table.
                    --mask netmask              Netmask that will be applied to this recent list.
                xt_recent by: Stephen Frost <sfrost@snowman.net>.
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final RecentLists lists;
        private @Nullable Deed deed;
        private boolean inverted;
        private int seconds;
        private int hits;
        private boolean ttl;
        private boolean reap;
        private String name = "DEFAULT";
        private boolean destination;
        private int mask = -1;

        Parser(RecentLists lists) {
            this.lists = lists;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            inverted |= use.inverted();
            switch (use.name()) {
                case "set" -> deed = Deed.SET;
                case "rcheck" -> deed = Deed.CHECK;
                case "update" -> deed = Deed.UPDATE;
                case "remove" -> deed = Deed.REMOVE;
                case "seconds" -> seconds = (int) Numbers.option(NAME, use, 1, MAX);
                case "reap" -> reap = true;
                case "hitcount" -> hits = (int) Numbers.option(NAME, use, 0, MAX);
                case "rttl" -> ttl = true;
                case "name" -> name = use.value().substring(0, Math.min(MAX_NAME, use.value().length()));
                case "rsource" -> destination = false;
                case "rdest" -> destination = true;
                default -> mask = AddressText.require(use.value());
            }
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (deed == null) {
                throw new SyntaxException("recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'");
            }
            return new RecentMatch(deed, inverted, seconds, hits, ttl, reap, name, destination, mask, lists);
        }
    }
}
