package io.weft.net.conntrack.words;

import io.weft.net.Stack;
import io.weft.net.address.Ipv4;
import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Several things at once about a packet's connection, the kernel's `conntrack_mt`: all that are asked must be so.
record ConntrackMatch(Map<Question.Kind, Question> questions, Conntrack conntrack, Stack stack) implements RuleMatch {

    static final WordList STATUSES = WordList.of(
            List.of("NONE", "EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED"),
            List.of(0, ConnectionStatus.EXPECTED, ConnectionStatus.SEEN_REPLY, ConnectionStatus.ASSURED, ConnectionStatus.CONFIRMED));

    private static final int NS_PER_SECOND = 1_000_000_000;

    ConntrackMatch {
        // in the order in which they are written
        questions = Collections.unmodifiableMap(new EnumMap<>(questions));
    }

    /// One of them.
    ///
    /// @param text as it is written behind the option
    record Question(Kind kind, boolean inverted, String text, Asked asked) {

        /// What can be asked, in the order in which it is written.
        enum Kind {
            CTSTATE, CTPROTO, CTORIGSRC, CTORIGDST, CTREPLSRC, CTREPLDST, CTORIGSRCPORT, CTORIGDSTPORT, CTREPLSRCPORT, CTREPLDSTPORT,
            CTSTATUS, CTEXPIRE, CTDIR;

            String option() {
                return name().toLowerCase(Locale.ROOT);
            }

            Direction direction() {
                return name().startsWith("CTREPL") ? Direction.REPLY : Direction.ORIGINAL;
            }
        }
    }

    /// What is asked for.
    sealed interface Asked {

        /// One of these bits; for the kind CTSTATE of {@link States}.
        record Bits(int bits) implements Asked { }

        record Protocol(int number) implements Asked { }

        record Address(int address, int mask) implements Asked {

            /// As it was given: the mask is not laid over the address.
            String text() {
                int inverse = ~mask;
                String length = (inverse & inverse + 1) == 0 ? Integer.toString(Integer.bitCount(mask)) : Ipv4.format(mask);
                return Ipv4.format(address) + (mask == -1 ? "" : "/" + length);
            }
        }

        record Ports(PortRange range) implements Asked { }

        /// Seconds that are left, unsigned.
        record Rest(long first, long last) implements Asked { }

        record Way(Direction direction) implements Asked { }
    }

    @Override
    public String save() {
        return text(question -> (question.inverted() ? "! --" : "--") + question.kind().option() + " " + question.text());
    }

    @Override
    public String list(boolean numeric) {
        return text(question -> (question.inverted() ? "! " : "") + question.kind().option() + " " + question.text());
    }

    private String text(Function<Question, String> form) {
        return questions.values().stream().map(form).collect(Collectors.joining(" "));
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        var about = new ArrayList<Test>();
        PacketMatch state = null;
        for (Question question : questions.values()) {
            boolean wanted = !question.inverted();
            if (question.kind() == Question.Kind.CTSTATE && question.asked() instanceof Asked.Bits bits) {
                state = (packet, _) -> (States.of(packet) & bits.bits()) != 0 == wanted;
            } else {
                about.add(test(question, wanted));
            }
        }
        return Tracking.match(conntrack, new Answer(state, about.toArray(Test[]::new)));
    }

    /// A question about a connection that is there.
    private interface Test {
        boolean holds(Packet packet, Connection connection);
    }

    private Test test(Question question, boolean wanted) {
        Direction way = question.kind().direction();
        return switch (question.asked()) {
            case Asked.Bits(int bits) -> (_, connection) -> (connection.status() & bits) != 0 == wanted;
            case Asked.Protocol(int number) -> (_, connection) -> (connection.protocol() == number) == wanted;
            case Asked.Address(int address, int mask) -> isSource(question.kind())
                    ? (_, connection) -> (((connection.source(way) ^ address) & mask) == 0) == wanted
                    : (_, connection) -> (((connection.destination(way) ^ address) & mask) == 0) == wanted;
            case Asked.Ports(PortRange range) -> isSource(question.kind())
                    ? (_, connection) -> range.contains(connection.sourcePort(way)) == wanted
                    : (_, connection) -> range.contains(connection.destinationPort(way)) == wanted;
            case Asked.Rest(long first, long last) -> (_, connection) -> {
                // one that has not entered the table yet has no time to end at, which the kernel takes for over
                long left = connection.has(ConnectionStatus.CONFIRMED) ? connection.expiresNs() - stack.nowNs() : 0;
                long seconds = Math.max(0, left) / NS_PER_SECOND;
                return (seconds >= first && seconds <= last) == wanted;
            };
            case Asked.Way(Direction direction) -> (packet, _) -> packet.direction() == direction;
        };
    }

    private static boolean isSource(Question.Kind kind) {
        return switch (kind) {
            case CTORIGSRC, CTREPLSRC, CTORIGSRCPORT, CTREPLSRCPORT -> true;
            case CTSTATE, CTPROTO, CTORIGDST, CTREPLDST, CTORIGDSTPORT, CTREPLDSTPORT, CTSTATUS, CTEXPIRE, CTDIR -> false;
        };
    }

    /// What answers for one rule.
    private static final class Answer implements PacketMatch {

        private final @Nullable PacketMatch state;
        private final Test[] about;

        Answer(@Nullable PacketMatch state, Test[] about) {
            this.state = state;
            this.about = about;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            if (state != null && !state.matches(packet, traversal)) {
                return false;
            }
            Connection connection = packet.connection();
            if (connection == null) {
                // where there is no connection nothing else counts, as in the kernel
                return state != null;
            }
            for (Test test : about) {
                if (!test.holds(packet, connection)) {
                    return false;
                }
            }
            return true;
        }
    }
}
