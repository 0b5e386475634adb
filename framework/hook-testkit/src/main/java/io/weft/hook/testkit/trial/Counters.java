package io.weft.hook.testkit.trial;

import io.weft.hook.HandlerInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The counts of a plugin's handlers as lines of text, with how many a second they were since the last time.
final class Counters {

    private final Map<String, HandlerInfo> last = new HashMap<>();

    /// @param seconds since the last time
    List<String> lines(List<Trial.Stand> stands, double seconds) {
        List<String> lines = new ArrayList<>();
        Map<String, HandlerInfo> now = new HashMap<>();
        for (Trial.Stand stand : stands) {
            HandlerInfo handler = stand.handler();
            String place = stand.point() + " " + handler.name();
            HandlerInfo before = last.get(place);
            // one that begins anew counts from 0
            if (before == null || before.seen() > handler.seen()) {
                before = new HandlerInfo(handler.plugin(), handler.name(), handler.priority(), 0, 0, 0, 0, 0);
            }
            now.put(place, handler);
            lines.add(String.format(Locale.ROOT, "%-13s %-28s passed %s  dropped %s  faults %d%s", stand.point(), handler.name(),
                    counted(handler.accepted(), before.accepted(), seconds), counted(handler.dropped(), before.dropped(), seconds),
                    handler.faults(), others(handler)));
        }
        last.clear();
        last.putAll(now);
        return lines;
    }

    private static String counted(long now, long before, double seconds) {
        return String.format(Locale.ROOT, "%d (%.0f/s)", now, (now - before) / Math.max(seconds, 0.001));
    }

    private static String others(HandlerInfo handler) {
        return (handler.stolen() > 0 ? "  stolen " + handler.stolen() : "") + (handler.queued() > 0 ? "  queued " + handler.queued() : "");
    }
}
