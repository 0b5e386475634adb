package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.AddressText;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.rate.HashlimitSettings.Key;
import io.weft.net.tables.match.rate.HashlimitSettings.Unit;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/// Reads one use of `-m hashlimit`.
final class HashlimitParser implements OptionParser<RuleMatch> {

    private static final String NAME = HashlimitExtension.NAME;
    private static final long MAX_WORD = 0xFFFF_FFFFL;
    private static final int MAX_BURST = 1_000_000;
    private static final int DEFAULT_BURST = 5;
    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_NAME = 254;
    private static final int NOT_SAID = -1;

    private final HashlimitTables tables;
    private Set<Key> keys = EnumSet.noneOf(Key.class);
    private boolean rateSaid;
    private boolean inverted;
    private Unit unit = Unit.PACKETS;
    private long average;
    private int unitSeconds = 1;
    private boolean burstSaid;
    private long burst = DEFAULT_BURST;
    private int size;
    private int max;
    private long gcIntervalMs = HashlimitSettings.USUAL_GC_INTERVAL_MS;
    private long expireMs = NOT_SAID;
    private int sourcePrefix = Integer.SIZE;
    private int destinationPrefix = Integer.SIZE;
    private boolean rateMatch;
    private long intervalSeconds = NOT_SAID;
    private String name = "";

    HashlimitParser(HashlimitTables tables) {
        this.tables = tables;
    }

    @Override
    public void option(OptionUse use) throws SyntaxException {
        switch (use.name()) {
            case "hashlimit-upto" -> rate(use, use.inverted());
            case "hashlimit-above" -> rate(use, !use.inverted());
            case "hashlimit-burst" -> burst(use.value());
            case "hashlimit-mode" -> keys = keys(use);
            case "hashlimit-srcmask" -> sourcePrefix = AddressText.prefix(NAME, use, use.value());
            case "hashlimit-dstmask" -> destinationPrefix = AddressText.prefix(NAME, use, use.value());
            case "hashlimit-htable-size" -> size = (int) Math.min(MAX_SIZE, Numbers.option(NAME, use, 0, MAX_WORD));
            case "hashlimit-htable-max" -> max = (int) Math.min(MAX_SIZE, Numbers.option(NAME, use, 0, MAX_WORD));
            case "hashlimit-htable-gcinterval" -> gcIntervalMs = Numbers.option(NAME, use, 0, MAX_WORD);
            case "hashlimit-htable-expire" -> expireMs = Numbers.option(NAME, use, 0, MAX_WORD);
            case "hashlimit-rate-match" -> rateMatch = true;
            case "hashlimit-rate-interval" -> interval(use);
            default -> name(use.value());
        }
    }

    private void name(String text) throws SyntaxException {
        if (text.isEmpty()) {
            throw new SyntaxException("Argument must have a minimum length of 1 characters\n");
        }
        name = text.substring(0, Math.min(MAX_NAME, text.length()));
    }

    private void rate(OptionUse use, boolean above) throws SyntaxException {
        rateSaid = true;
        inverted = above;
        int suffix = use.value().indexOf("b/s");
        long bytes = suffix <= 0 ? 0 : longAt(use.value());
        if (bytes != 0) {
            unit = Unit.BYTES;
            unitSeconds = HashlimitSettings.BYTES_EXPIRE_SECONDS;
            average = ByteCost.ofRate(switch (use.value().charAt(suffix - 1)) {
                case 'm' -> bytes << 20;
                case 'k' -> bytes << 10;
                default -> bytes;
            });
            return;
        }
        Rate rate = Rate.parse(use.value(), HashlimitSettings.SCALE);
        if (rate == null) {
            throw badValue(use);
        }
        unit = Unit.PACKETS;
        unitSeconds = rate.unitSeconds();
        average = rate.period();
    }

    /// The number that `text` begins with, as C's `atoll` reads it.
    private static long longAt(String text) {
        String rest = text.stripLeading();
        int end = 0;
        while (end < rest.length() && Character.isDigit(rest.charAt(end))) {
            end++;
        }
        try {
            return end == 0 ? 0 : Long.parseLong(rest.substring(0, end));
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    private static SyntaxException badValue(OptionUse use) {
        return new SyntaxException(NAME + ": Bad value for \"--" + use.name() + "\" option: \"" + use.value() + "\"");
    }

    private void burst(String text) throws SyntaxException {
        burstSaid = true;
        boolean hexadecimal = text.startsWith("0x");
        int end = hexadecimal ? 2 : 0;
        while (end < text.length() && Character.digit(text.charAt(end), hexadecimal ? 16 : 10) >= 0) {
            end++;
        }
        var number = Numbers.parse(text.substring(0, end), -1L);
        boolean plain = end == text.length();
        if (number.isEmpty() || number.getAsLong() == 0 || (plain && Long.compareUnsigned(number.getAsLong(), MAX_BURST) > 0)) {
            throw badBurst();
        }
        burst = plain ? number.getAsLong() : switch (text.charAt(end)) {
            case 'k' -> number.getAsLong() << 10;
            case 'm' -> number.getAsLong() << 20;
            default -> number.getAsLong();
        };
    }

    private static SyntaxException badBurst() {
        return new SyntaxException("bad value for option \"--hashlimit-burst\", or out of range (1-" + MAX_BURST + ").");
    }

    private static Set<Key> keys(OptionUse use) throws SyntaxException {
        Set<Key> keys = EnumSet.noneOf(Key.class);
        for (String word : use.value().split(",")) {
            if (!word.isEmpty()) {
                keys.add(Stream.of(Key.values()).filter(key -> key.word.equals(word)).findFirst().orElseThrow(() -> badValue(use)));
            }
        }
        return keys;
    }

    private void interval(OptionUse use) throws SyntaxException {
        intervalSeconds = Numbers.atoi(use.value());
        if (intervalSeconds <= 0) {
            throw badValue(use);
        }
    }

    @Override
    public RuleMatch finish() throws SyntaxException {
        if (!rateSaid) {
            throw new SyntaxException("You have to specify --hashlimit");
        }
        long expires = 1_000L * unitSeconds;
        if (unit == Unit.BYTES) {
            expires = 1_000L * (burstSaid ? HashlimitSettings.BYTES_BURST_EXPIRE_SECONDS : HashlimitSettings.BYTES_EXPIRE_SECONDS);
            burst = burstSaid ? refills() : 0;
        } else if (Long.compareUnsigned(burst, MAX_BURST) > 0) {
            throw badBurst();
        }
        long interval = 0;
        if (rateMatch) {
            interval = intervalSeconds != NOT_SAID ? intervalSeconds : unit == Unit.BYTES ? 1 : unitSeconds;
            average = unit == Unit.BYTES ? average : average / unitSeconds;
        }
        return new HashlimitMatch(
                new HashlimitSettings(keys, inverted, unit, rateMatch, average, burst, size, max, gcIntervalMs,
                        expireMs == NOT_SAID ? expires : expireMs, sourcePrefix, destinationPrefix, interval),
                name, tables);
    }

    /// A burst of bytes in seconds' worth, rounded up.
    private long refills() throws SyntaxException {
        long rate = ByteCost.rate(average);
        if (rate == 0 || Long.compareUnsigned(burst, rate) < 0) {
            throw new SyntaxException("burst cannot be smaller than " + rate + "b");
        }
        return Long.divideUnsigned(burst & MAX_WORD, rate) + (Long.remainderUnsigned(burst, rate) == 0 ? 0 : 1);
    }
}
