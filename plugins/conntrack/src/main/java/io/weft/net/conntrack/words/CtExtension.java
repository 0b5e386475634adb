package io.weft.net.conntrack.words;

import io.weft.net.conntrack.Conntrack;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// `-j CT`: says before a packet is tracked what its connection is to be, or that there is to be none.
///
/// Helpers and `--notrack` are honoured. Events are kept with the rule, but listeners hear all; zones and time-out policies are refused.
public final class CtExtension implements TargetExtension {

    /// Where such rules may stand.
    static final Limits ONLY_RAW = new Limits(Set.of("raw"), Set.of(), 0);

    static final WordList EVENTS = bits(
            "new", "related", "destroy", "reply", "assured", "protoinfo", "helper", "mark", "natseqinfo", "secmark");
    static final WordList EXPECTATION_EVENTS = bits("new");

    private static final String NAME = "CT";
    private static final int MAX_ZONE = 0xFFFF;
    private static final int MAX_HELPER = 15;
    private static final int MAX_TIMEOUT = 31;

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.flag("notrack"), OptionSpec.value("helper"), OptionSpec.value("timeout"), OptionSpec.value("ctevents"),
            OptionSpec.value("expevents"), OptionSpec.value("zone-orig"), OptionSpec.value("zone-reply"), OptionSpec.value("zone"));

    private final Conntrack conntrack;

    CtExtension(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    private static WordList bits(String... words) {
        return WordList.of(List.of(words), IntStream.range(0, words.length).mapToObj(i -> 1 << i).toList());
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
    public Limits limits() {
        return ONLY_RAW;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new Parser(conntrack);
    }

    @Override
    public String help() {
        return """
                CT target options:
                 --notrack\t\t\tDon't track connection
                 --helper name\t\t\tUse conntrack helper 'name' for connection
                 --timeout name \t\tUse timeout policy 'name' for connection
                 --ctevents event[,event...]\tGenerate specified conntrack events for connection
                 --expevents event[,event...]\tGenerate specified expectation events for connection
                 --zone {ID|mark}\t\tAssign/Lookup connection in zone ID/packet nfmark
                 --zone-orig {ID|mark}\t\tSame as 'zone' option, but only applies to ORIGINAL direction
                 --zone-reply {ID|mark} \tSame as 'zone' option, but only applies to REPLY direction
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private final Conntrack conntrack;
        private boolean notrack;
        private String helper = "";
        private String timeout = "";
        private int events;
        private int expectationEvents;
        private String zone = "";

        Parser(Conntrack conntrack) {
            this.conntrack = conntrack;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "notrack" -> notrack = true;
                case "helper" -> helper = use.value().substring(0, Math.min(MAX_HELPER, use.value().length()));
                case "timeout" -> timeout = use.value().substring(0, Math.min(MAX_TIMEOUT, use.value().length()));
                case "ctevents" -> events = events(use.value(), EVENTS);
                case "expevents" -> expectationEvents = events(use.value(), EXPECTATION_EVENTS);
                default -> zone(use);
            }
        }

        private static int events(String text, WordList known) throws SyntaxException {
            int bits = 0;
            for (String word : text.split(",", -1)) {
                int place = known.words().indexOf(word);
                if (place < 0) {
                    throw new SyntaxException("Unknown event type \"" + word + "\"");
                }
                bits |= known.bits().get(place);
            }
            return bits;
        }

        private void zone(OptionUse use) throws SyntaxException {
            if (use.value().equals("mark")) {
                zone = use.name() + " mark";
                return;
            }
            long id = Numbers.parse(use.value(), MAX_ZONE)
                    .orElseThrow(() -> new SyntaxException("Cannot parse " + use.value() + " as a zone ID"));
            zone = id == 0 ? "" : use.name() + " " + id;
        }

        @Override
        public RuleTarget finish() {
            return new CtTarget(notrack, false, helper, timeout, events, expectationEvents, zone, conntrack);
        }
    }
}
