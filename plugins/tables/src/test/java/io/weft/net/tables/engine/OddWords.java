package io.weft.net.tables.engine;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.Extension;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RulePart;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.TargetExtension;
import io.weft.net.tables.extension.Traversal;
import java.util.List;
import java.util.function.BiFunction;

/// Matches and a target as third parties may write them, made to be hard on the compiled form: one that counts how often it is asked,
/// some that name header fields, one that hot-drops whole packets, and a target that changes packets and lets them go on.
final class OddWords {

    private OddWords() { }

    static List<Extension<?>> all() {
        return List.of(
                new Match("nth", "every", (value, inverted) -> new Nth(Integer.parseInt(value))),
                new Match("mymark", "bits", OddWords::mark),
                new Match("myttl", "hops", (value, inverted) -> {
                    String[] bounds = value.split(":");
                    return new Hops(new PortRange(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1])), inverted);
                }),
                new Match("fussy", "only-port", (value, inverted) -> new Fussy(Integer.parseInt(value))),
                new Target());
    }

    private static MarkBits mark(String text, boolean inverted) {
        String[] parts = text.split("/");
        return new MarkBits(Integer.decode(parts[0]), parts.length == 1 ? -1 : Integer.decode(parts[1]), inverted);
    }

    /// Has an option of its name and nothing to list.
    private interface Part extends RulePart {

        @Override
        default String list(boolean numeric) {
            return "";
        }
    }

    /// Every so many times that it is asked, it says yes.
    private record Nth(int every) implements Part, RuleMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            int[] asked = {0};
            return (packet, traversal) -> ++asked[0] % every == 0;
        }

        @Override
        public String save() {
            return "--every " + every;
        }
    }

    private record MarkBits(int value, int mask, boolean inverted) implements Part, HeaderMatch, PacketMatch {

        @Override
        public void describe(HeaderConditions conditions) {
            conditions.masked(HeaderField.MARK, mask, value, inverted);
        }

        @Override
        public PacketMatch bind(RuleSite site) {
            return this;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            return ((packet.mark() & mask) == value) != inverted;
        }

        @Override
        public String save() {
            return (inverted ? "! " : "") + "--bits " + value + "/" + mask;
        }
    }

    private record Hops(PortRange hops, boolean inverted) implements Part, HeaderMatch, PacketMatch {

        @Override
        public void describe(HeaderConditions conditions) {
            conditions.between(HeaderField.TTL, hops.first(), hops.last(), inverted);
        }

        @Override
        public PacketMatch bind(RuleSite site) {
            return this;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            return hops.contains(packet.ip().ttl()) != inverted;
        }

        @Override
        public String save() {
            return (inverted ? "! " : "") + "--hops " + hops;
        }
    }

    /// Wants one source port, and cannot stand an odd identification.
    private record Fussy(int port) implements Part, HeaderMatch, PacketMatch {

        @Override
        public void describe(HeaderConditions conditions) {
            conditions.within(HeaderField.SOURCE_PORT, List.of(new PortRange(port, port)), false);
        }

        @Override
        public boolean mayHotDrop() {
            return true;
        }

        @Override
        public PacketMatch bind(RuleSite site) {
            return this;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            if (traversal.fragmentOffset() != 0) {
                return false;
            }
            if (packet.transportLength() < 4) {
                traversal.hotDrop();
                return false;
            }
            if (packet.udp().sourcePort() != port) {
                return false;
            }
            if ((packet.ip().identification() & 1) != 0) {
                traversal.hotDrop();
                return false;
            }
            return true;
        }

        @Override
        public String save() {
            return "--only-port " + port;
        }
    }

    /// Changes what it is told to.
    private record Twist(String what) implements Part, RuleTarget {

        @Override
        public PacketTarget bind(RuleSite site) {
            return (packet, traversal) -> {
                Decision decision = Decision.CONTINUE;
                for (String word : what.split(",")) {
                    switch (word) {
                        case "source" -> packet.ip().source(packet.ip().source() ^ 1);
                        case "ttl" -> packet.ip().ttl(packet.ip().ttl() ^ 1);
                        case "tos" -> packet.ip().tos(packet.ip().tos() ^ 1 << 4);
                        case "port" -> {
                            if (traversal.fragmentOffset() == 0 && packet.transportLength() >= 8) {
                                packet.udp().destinationPort(packet.udp().destinationPort() ^ 1);
                            }
                        }
                        case "return" -> decision = Decision.RETURN;
                        case "accept" -> decision = Decision.ACCEPT;
                        case "drop" -> decision = Decision.DROP;
                        default -> packet.mark(Integer.parseInt(word.substring(word.indexOf('=') + 1)));
                    }
                }
                return decision;
            };
        }

        @Override
        public String save() {
            return "--set " + what;
        }
    }

    private record Match(String name, String option, BiFunction<String, Boolean, RuleMatch> make) implements MatchExtension {

        @Override
        public List<OptionSpec> options() {
            return List.of(OptionSpec.value(option).withInversion().asRequired());
        }

        @Override
        public OptionParser<RuleMatch> parser() {
            return new OneOption<>(make);
        }

        @Override
        public String help() {
            return name + "\n";
        }
    }

    private record Target() implements TargetExtension {

        @Override
        public String name() {
            return "TWIST";
        }

        @Override
        public List<OptionSpec> options() {
            return List.of(OptionSpec.value("set").asRequired());
        }

        @Override
        public OptionParser<RuleTarget> parser() {
            return new OneOption<>((value, inverted) -> new Twist(value));
        }

        @Override
        public String help() {
            return "TWIST\n";
        }
    }

    private static final class OneOption<P extends RulePart> implements OptionParser<P> {

        private final BiFunction<String, Boolean, P> make;
        private String value = "";
        private boolean inverted;

        OneOption(BiFunction<String, Boolean, P> make) {
            this.make = make;
        }

        @Override
        public void option(OptionUse use) {
            value = use.value();
            inverted = use.inverted();
        }

        @Override
        public P finish() {
            return make.apply(value, inverted);
        }
    }
}
