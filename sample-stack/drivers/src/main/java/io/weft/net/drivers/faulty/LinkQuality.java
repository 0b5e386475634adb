package io.weft.net.drivers.faulty;

import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How good a link is, one way.
///
/// @param delayNs from end to end
/// @param jitterNs how much longer it may take, in order
/// @param loss which share of the frames is lost, from 0 to 1; so for `reorder`, `duplicate` and `corrupt`
/// @param bitsPerSecond 0 for no limit
/// @param queueFrames how many may wait for the rate
public record LinkQuality(long delayNs, long jitterNs, double loss, double reorder, double duplicate, double corrupt, long bitsPerSecond,
        int queueFrames) {

    public static final LinkQuality PERFECT = new LinkQuality(0, 0, 0, 0, 0, 0, 0, 1_000);

    private static final Pattern RATE = Pattern.compile("(\\d+)(|k|m|g)bit");

    public LinkQuality withDelay(Duration value) {
        return new LinkQuality(requireNotNegative(value), jitterNs, loss, reorder, duplicate, corrupt, bitsPerSecond, queueFrames);
    }

    public LinkQuality withJitter(Duration value) {
        return new LinkQuality(delayNs, requireNotNegative(value), loss, reorder, duplicate, corrupt, bitsPerSecond, queueFrames);
    }

    public LinkQuality withLoss(double value) {
        return new LinkQuality(delayNs, jitterNs, requireShare(value), reorder, duplicate, corrupt, bitsPerSecond, queueFrames);
    }

    /// Which share comes late, by up to the delay once more and at least up to a millisecond, so that others overtake them.
    public LinkQuality withReorder(double value) {
        return new LinkQuality(delayNs, jitterNs, loss, requireShare(value), duplicate, corrupt, bitsPerSecond, queueFrames);
    }

    public LinkQuality withDuplicate(double value) {
        return new LinkQuality(delayNs, jitterNs, loss, reorder, requireShare(value), corrupt, bitsPerSecond, queueFrames);
    }

    /// Which share has a bit behind its Ethernet header turned over.
    public LinkQuality withCorrupt(double value) {
        return new LinkQuality(delayNs, jitterNs, loss, reorder, duplicate, requireShare(value), bitsPerSecond, queueFrames);
    }

    /// How much it carries, in `tc`'s words: `512kbit`, `10mbit`, `1gbit`.
    ///
    /// @throws IllegalArgumentException for other words
    public LinkQuality withRate(String words) {
        return new LinkQuality(delayNs, jitterNs, loss, reorder, duplicate, corrupt, bitsPerSecond(words), queueFrames);
    }

    public LinkQuality withQueue(int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("a queue of " + frames + " frames");
        }
        return new LinkQuality(delayNs, jitterNs, loss, reorder, duplicate, corrupt, bitsPerSecond, frames);
    }

    private static long requireNotNegative(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("a delay of " + value);
        }
        return value.toNanos();
    }

    private static double requireShare(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(value + " is no share of the frames: 0 is none of them, 1 all");
        }
        return value;
    }

    /// Reads rates as `tc` writes them: `512kbit`, `10mbit`, `1gbit`.
    private static long bitsPerSecond(String words) {
        Matcher rate = RATE.matcher(words.toLowerCase(Locale.ROOT).strip());
        if (!rate.matches() || Long.parseLong(rate.group(1)) == 0) {
            throw new IllegalArgumentException("'" + words + "' is no rate: say 512kbit, 10mbit or 1gbit");
        }
        return Long.parseLong(rate.group(1)) * switch (rate.group(2)) {
            case "k" -> 1_000L;
            case "m" -> 1_000_000L;
            case "g" -> 1_000_000_000L;
            default -> 1L;
        };
    }

    /// What is not perfect about it, such as `20 ms, loss 1 %`.
    @Override
    public String toString() {
        StringJoiner words = new StringJoiner(", ");
        if (delayNs > 0) {
            words.add(milliseconds(delayNs) + (jitterNs > 0 ? "–" + milliseconds(delayNs + jitterNs) : "") + " ms");
        } else if (jitterNs > 0) {
            words.add("0–" + milliseconds(jitterNs) + " ms");
        }
        share(words, "loss", loss);
        share(words, "reorder", reorder);
        share(words, "duplicate", duplicate);
        share(words, "corrupt", corrupt);
        if (bitsPerSecond > 0) {
            words.add(rate());
        }
        return words.toString();
    }

    private String rate() {
        long unit = bitsPerSecond % 1_000_000_000 == 0 ? 1_000_000_000 : bitsPerSecond % 1_000_000 == 0 ? 1_000_000 : 1_000;
        return bitsPerSecond % unit != 0 ? bitsPerSecond + " bit/s"
                : bitsPerSecond / unit + (unit == 1_000 ? " kbit/s" : unit == 1_000_000 ? " Mbit/s" : " Gbit/s");
    }

    private static void share(StringJoiner words, String name, double value) {
        if (value > 0) {
            words.add(name + " " + plain(value * 100) + " %");
        }
    }

    private static String milliseconds(long ns) {
        return plain(ns / 1e6);
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    }
}
