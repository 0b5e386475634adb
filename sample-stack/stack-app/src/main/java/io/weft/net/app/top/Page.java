package io.weft.net.app.top;

import io.weft.net.app.operator.text.TextTable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What changed from one sample to the next, as lines.
final class Page {

    private static final int MOST_REASONS = 8;
    private static final double BITS_PER_MEGABYTE = 8 / 1e6;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Sample before;
    private final Sample now;
    private final double seconds;

    Page(Sample before, Sample now) {
        this.before = before;
        this.now = now;
        this.seconds = Math.max(1, now.timeMs() - before.timeMs()) / 1000.0;
    }

    List<String> lines() {
        String time = TIME.format(Instant.ofEpochMilli(now.timeMs()).atZone(ZoneId.systemDefault()));
        return ("weft top - " + time + ", " + now.state() + "\n\n" + nics() + "\n" + drops() + "\n" + handlers()).lines().toList();
    }

    private TextTable nics() {
        TextTable table = new TextTable("NIC", "STATE", "RX pkt/s", "RX Mbit/s", "RX lost/s", "TX pkt/s", "TX Mbit/s", "TX lost/s");
        now.nics().forEach((name, nic) -> {
            Sample.Nic was = before.nics().getOrDefault(name, nic);
            table.add(name, nic.state().replace(' ', '-'), rate(nic.rxPackets() - was.rxPackets()), megabits(nic.rxBytes() - was.rxBytes()),
                    rate(nic.rxLost() - was.rxLost()), rate(nic.txPackets() - was.txPackets()), megabits(nic.txBytes() - was.txBytes()),
                    rate(nic.txLost() - was.txLost()));
        });
        return table;
    }

    private String drops() {
        TextTable table = new TextTable("DROPPED/s", "TOTAL", "REASON");
        now.drops().entrySet().stream().filter(each -> each.getValue() > 0)
                .sorted(Comparator.<Map.Entry<String, Long>>comparingLong(each -> each.getValue() - before(each.getKey()))
                        .thenComparingLong(Map.Entry::getValue).reversed())
                .limit(MOST_REASONS)
                .forEach(each -> table.add(rate(each.getValue() - before(each.getKey())), each.getValue(), each.getKey()));
        return table.isEmpty() ? "no packet was dropped\n" : table.toString();
    }

    private long before(String reason) {
        return before.drops().getOrDefault(reason, 0L);
    }

    private String handlers() {
        TextTable table = new TextTable("HOOK", "PRIORITY", "HANDLER", "pkt/s", "dropped/s", "FAULTS");
        now.handlers().forEach((key, handler) -> {
            Sample.Decisions was = before.handlers().getOrDefault(key, handler);
            table.add(handler.point(), handler.priority(), handler.name(), rate(handler.seen() - was.seen()),
                    rate(handler.dropped() - was.dropped()), handler.faults());
        });
        return table.isEmpty() ? "no handlers\n" : table.toString();
    }

    private String rate(long count) {
        return String.format(Locale.ROOT, "%.0f", Math.max(0, count) / seconds);
    }

    private String megabits(long bytes) {
        return String.format(Locale.ROOT, "%.2f", Math.max(0, bytes) * BITS_PER_MEGABYTE / seconds);
    }
}
