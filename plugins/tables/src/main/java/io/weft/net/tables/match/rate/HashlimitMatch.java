package io.weft.net.tables.match.rate;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Attached;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.SharedTerms;
import io.weft.net.tables.extension.Traversal;
import io.weft.net.tables.match.rate.HashlimitSettings.Key;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A rate for each of many senders, receivers or flows, the kernel's `hashlimit_mt`.
record HashlimitMatch(HashlimitSettings settings, String name, HashlimitTables tables) implements RuleMatch {

    private static final int WHOLE_ADDRESS = 32;
    private static final int KILO = 10;
    private static final int MEGA = 20;
    private static final long MAX_AVERAGE = 0xFFFF_FFFFL;

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (settings.gcIntervalMs() == 0 || settings.expireMs() == 0) {
            throw RefusedException.invalid("hashlimit match: no time to expire, or between sweeps");
        }
        if (settings.sourcePrefix() > WHOLE_ADDRESS || settings.destinationPrefix() > WHOLE_ADDRESS) {
            throw RefusedException.invalid("hashlimit match: a mask of more than 32 bits");
        }
        ProcName.check("hashlimit match", name);
        if (settings.rateMatch()) {
            if (settings.average() == 0 || settings.average() > MAX_AVERAGE) {
                throw new RefusedException(RefusedException.Kind.RANGE, "hashlimit match: invalid rate");
            }
        } else if (settings.bytes()) {
            if (HashlimitPrice.byteCredits(settings.average()) == 0) {
                throw RefusedException.invalid("hashlimit match: overflow, rate too high: " + settings.average());
            }
        } else if (settings.burst() == 0 || Long.compareUnsigned(
                HashlimitPrice.credits(settings.average() * settings.burst()), HashlimitPrice.credits(settings.average())) < 0) {
            throw new RefusedException(RefusedException.Kind.RANGE,
                    "hashlimit match: overflow, try lower: " + settings.average() + "/" + settings.burst());
        }
    }

    /// Rules that share a table either all measure rates or all shape them.
    @Override
    public SharedTerms sharedTerms() {
        return new SharedTerms("hashlimit " + name, settings.rateMatch());
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        return new Limiter(this);
    }

    @Override
    public String save() {
        var text = new StringBuilder(settings.inverted() ? "--hashlimit-above " : "--hashlimit-upto ");
        long shownMs = rate(text, settings.average(), " --hashlimit-burst ");
        if (!settings.keys().isEmpty()) {
            text.append(" --hashlimit-mode ").append(mode(","));
        }
        text.append(" --hashlimit-name ").append(name);
        limits(text, " --hashlimit-", shownMs);
        return text.toString();
    }

    @Override
    public String list(boolean numeric) {
        var text = new StringBuilder("limit: ").append(settings.inverted() ? "above " : "up to ");
        long period = settings.average() * (settings.rateMatch() && !settings.bytes() ? settings.intervalSeconds() : 1);
        long shownMs = rate(text, period, " burst ");
        if (!settings.keys().isEmpty()) {
            text.append(" mode ").append(mode("-"));
        }
        limits(text, " ", shownMs);
        return text.toString();
    }

    /// @return how long entries stay with such a rate when nothing is said
    private long rate(StringBuilder text, long period, String burstWord) {
        if (!settings.bytes()) {
            text.append(Rate.text(period, HashlimitSettings.SCALE)).append(burstWord).append(Long.toUnsignedString(settings.burst()));
            return 1_000L * Rate.shownUnitSeconds(period, HashlimitSettings.SCALE);
        }
        long rate = ByteCost.rate(settings.average());
        text.append(isAsGoodIn(MEGA, rate) ? (rate >> MEGA) + "m" : isAsGoodIn(KILO, rate) ? (rate >> KILO) + "k" : rate).append("b/s");
        if (settings.burst() == 0) {
            return 1_000L * HashlimitSettings.BYTES_EXPIRE_SECONDS;
        }
        long burst = rate * settings.burst();
        text.append(burstWord)
                .append(burst >= 1 << MEGA ? (burst >> MEGA) + "m" : burst >= 1 << KILO ? (burst >> KILO) + "k" : burst).append('b');
        return 1_000L * HashlimitSettings.BYTES_BURST_EXPIRE_SECONDS;
    }

    /// The rate in units of 2^shift makes the same rule again; iptables looks at 32 bits of it.
    private boolean isAsGoodIn(int shift, long rate) {
        return rate >= 1L << shift && ByteCost.ofRate((rate & MAX_AVERAGE) >> shift << shift) == settings.average();
    }

    private String mode(String separator) {
        return Stream.of(Key.values()).filter(settings.keys()::contains).map(key -> key.word).collect(Collectors.joining(separator));
    }

    private void limits(StringBuilder text, String prefix, long shownMs) {
        number(text, prefix + "htable-size", settings.size(), 0);
        number(text, prefix + "htable-max", settings.max(), 0);
        number(text, prefix + "htable-gcinterval", settings.gcIntervalMs(), HashlimitSettings.USUAL_GC_INTERVAL_MS);
        number(text, prefix + "htable-expire", settings.expireMs(), shownMs);
        number(text, prefix + "srcmask", settings.sourcePrefix(), WHOLE_ADDRESS);
        number(text, prefix + "dstmask", settings.destinationPrefix(), WHOLE_ADDRESS);
        if (settings.rateMatch()) {
            text.append(prefix).append("rate-match");
            number(text, prefix + "rate-interval", settings.intervalSeconds(), 1);
        }
    }

    private static void number(StringBuilder text, String word, long value, long usual) {
        if (value != usual) {
            text.append(word).append(' ').append(value);
        }
    }

    /// One rule's use of the table.
    private static final class Limiter implements PacketMatch, Attached {

        private static final int PORTS_LENGTH = 4;
        private static final int AUTHENTICATION_HEADER = 51;

        private final HashlimitMatch rule;
        private final boolean inverted;
        private @Nullable HashlimitTable table;
        private int sourceMask;
        private int destinationMask;
        private int portsMask;

        Limiter(HashlimitMatch rule) {
            this.rule = rule;
            inverted = rule.settings.inverted();
        }

        @Override
        public void attach() {
            table = rule.tables.acquire(rule.name, rule.settings);
            HashlimitSettings shared = table.settings();
            sourceMask = shared.keys().contains(Key.SOURCE) ? mask(shared.sourcePrefix()) : 0;
            destinationMask = shared.keys().contains(Key.DESTINATION) ? mask(shared.destinationPrefix()) : 0;
            portsMask = (shared.keys().contains(Key.SOURCE_PORT) ? 0xFFFF_0000 : 0)
                    | (shared.keys().contains(Key.DESTINATION_PORT) ? 0x0000_FFFF : 0);
        }

        @Override
        public void detach() {
            table = null;
            rule.tables.release(rule.name);
        }

        private static int mask(int prefix) {
            return prefix == 0 ? 0 : -1 << WHOLE_ADDRESS - prefix;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            HashlimitTable mine = Objects.requireNonNull(table, "not attached");
            int ports = 0;
            if (portsMask != 0) {
                int offset = portsOffset(packet.ip().protocol());
                if (offset >= 0) {
                    // of a later fragment too: the kernel reads whatever stands there
                    if (packet.transportLength() < offset + PORTS_LENGTH) {
                        traversal.hotDrop();
                        return false;
                    }
                    ports = packet.i32(packet.transportOffset() + offset) & portsMask;
                }
            }
            long addresses = (long) (packet.ip().source() & sourceMask) << Integer.SIZE
                    | packet.ip().destination() & destinationMask & 0xFFFF_FFFFL;
            HashlimitEntry entry = mine.use(addresses, ports, rule.tables.jiffies().now());
            if (entry == null) {
                traversal.hotDrop();
                return false;
            }
            return mine.price().charge(entry, packet.ip().totalLength()) != inverted;
        }

        /// Where ports stand, or what the kernel takes for them, or -1.
        private static int portsOffset(int protocol) {
            return switch (protocol) {
                // TCP, UDP, DCCP, ESP, SCTP, UDP-Lite
                case 6, 17, 33, 50, 132, 136 -> 0;
                case AUTHENTICATION_HEADER -> 4;
                default -> -1;
            };
        }
    }
}
