package io.weft.net.tables.match.rate;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// A part of a rule's packets, the kernel's `statistic_mt`.
sealed interface StatisticMatch extends RuleMatch {

    /// The probability of 1, which is in 2^-31.
    long WHOLE = 0x8000_0000L;

    /// Each packet by chance.
    ///
    /// @param probability unsigned, of {@link #WHOLE}
    record Chance(int probability, boolean inverted, RandomGenerator random) implements StatisticMatch, PacketMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return this;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            return (random.nextInt() & Integer.MAX_VALUE) < Integer.toUnsignedLong(probability) != inverted;
        }

        @Override
        public String save() {
            return "--mode random" + (inverted ? " ! " : " ") + "--probability " + fraction();
        }

        @Override
        public String list(boolean numeric) {
            return "statistic mode random" + (inverted ? " ! " : " ") + "probability " + fraction();
        }

        private String fraction() {
            return String.format(Locale.ROOT, "%.11f", Integer.toUnsignedLong(probability) / (double) WHOLE);
        }
    }

    /// One of so many.
    ///
    /// @param last how many others there are between
    /// @param packet how many go before the first
    record Nth(long last, long packet, boolean inverted) implements StatisticMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return new Counter(this);
        }

        @Override
        public String save() {
            return "--mode nth" + (inverted ? " ! " : " ") + "--every " + (last + 1) + " --packet " + packet;
        }

        @Override
        public String list(boolean numeric) {
            return "statistic mode nth" + (inverted ? " ! " : " ") + "every " + (last + 1) + (packet == 0 ? "" : " packet " + packet);
        }
    }

    /// Where in its round a rule is.
    final class Counter implements PacketMatch {

        private final long last;
        private final boolean inverted;
        private long count;

        Counter(Nth nth) {
            last = nth.last();
            inverted = nth.inverted();
            count = last - nth.packet();
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            count = count == last ? 0 : count + 1;
            return count == 0 != inverted;
        }
    }
}
