package io.weft.net.conntrack.words;

import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.ConntrackSetting;
import io.weft.net.conntrack.Lease;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Attached;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How much a connection has carried, the kernel's `connbytes_mt`.
///
/// @param from unsigned
/// @param to unsigned, the last one
record ConnbytesMatch(long from, long to, boolean inverted, Way way, Measure measure, Conntrack conntrack) implements RuleMatch {

    /// Which way it was carried.
    enum Way { ORIGINAL, REPLY, BOTH }

    /// What is counted.
    enum Measure { PACKETS, BYTES, AVGPKT }

    @Override
    public PacketMatch bind(RuleSite site) {
        return new Counter(this);
    }

    private String text() {
        // nothing and everything are not told from no end
        String range = Long.toUnsignedString(from) + (to == 0 || to == -1L ? "" : ":" + Long.toUnsignedString(to));
        return (inverted ? "! %s" : "%s") + range + " %s" + measure.name().toLowerCase(Locale.ROOT)
                + " %s" + way.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String save() {
        return text().formatted("--connbytes ", "--connbytes-mode ", "--connbytes-dir ");
    }

    @Override
    public String list(boolean numeric) {
        return text().formatted("connbytes ", "connbytes mode ", "connbytes direction ");
    }

    /// One rule's question.
    private static final class Counter implements PacketMatch, Attached {

        private final ConnbytesMatch rule;
        private @Nullable Lease use;

        Counter(ConnbytesMatch rule) {
            this.rule = rule;
        }

        /// Turns the counting on, as the kernel does; connections that are there already stay uncounted.
        @Override
        public void attach() {
            use = rule.conntrack.use();
            rule.conntrack.settings().set(ConntrackSetting.NF_CONNTRACK_ACCT, 1);
        }

        @Override
        public void detach() {
            if (use != null) {
                use.close();
            }
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            if (!(packet.connection() instanceof TrackedConnection connection) || !connection.accounted()) {
                return false;
            }
            long carried = switch (rule.measure) {
                case PACKETS -> packets(connection);
                case BYTES -> bytes(connection);
                case AVGPKT -> packets(connection) == 0 ? 0 : Long.divideUnsigned(bytes(connection), packets(connection));
            };
            boolean within = Long.compareUnsigned(carried, rule.from) >= 0 && Long.compareUnsigned(carried, rule.to) <= 0;
            return within != rule.inverted;
        }

        private long packets(TrackedConnection connection) {
            return switch (rule.way) {
                case ORIGINAL -> connection.packets(Direction.ORIGINAL);
                case REPLY -> connection.packets(Direction.REPLY);
                case BOTH -> connection.packets(Direction.ORIGINAL) + connection.packets(Direction.REPLY);
            };
        }

        private long bytes(TrackedConnection connection) {
            return switch (rule.way) {
                case ORIGINAL -> connection.bytes(Direction.ORIGINAL);
                case REPLY -> connection.bytes(Direction.REPLY);
                case BOTH -> connection.bytes(Direction.ORIGINAL) + connection.bytes(Direction.REPLY);
            };
        }
    }
}
