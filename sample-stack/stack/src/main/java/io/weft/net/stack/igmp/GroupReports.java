package io.weft.net.stack.igmp;

import io.weft.net.stack.time.Timer;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is still to be said about a group on a link: changes that were not told often enough yet, and a query that waits for its answer.
final class GroupReports {

    final int group;
    /// Fires when a query about the group is to be answered, or a version 1 or 2 report to be said again.
    final Timer timer;
    long dueNs;
    /// The sources that a waiting query asks for; empty: it asks for the group as a whole.
    final TreeSet<Integer> queried = new TreeSet<>();
    /// Version 1 and 2: how often the report that nobody asked for is to come again.
    int unsolicitedLeft;
    /// Version 2: this host was the last to say that somebody is in the group.
    boolean saidLast;
    private int modeChangesLeft;
    private final Map<Integer, Integer> sourceChangesLeft = new TreeMap<>();

    GroupReports(int group, Runnable answer) {
        this.group = group;
        this.timer = new Timer(answer);
    }

    /// Notes a change that is to be told `times` (RFC 3376 §5.1).
    void note(SourceFilter before, SourceFilter after, int times) {
        if (before.include() != after.include()) {
            modeChangesLeft = times;
            sourceChangesLeft.clear();
            return;
        }
        for (int source : before.sources()) {
            if (!after.names(source)) {
                sourceChangesLeft.put(source, times);
            }
        }
        for (int source : after.sources()) {
            if (!before.names(source)) {
                sourceChangesLeft.put(source, times);
            }
        }
    }

    boolean hasChanges() {
        return modeChangesLeft > 0 || !sourceChangesLeft.isEmpty();
    }

    /// Writes what is to be told of the changes, once.
    ///
    /// @param now what the interface lets in
    void tellChanges(SourceFilter now, IgmpReport report) {
        if (modeChangesLeft > 0) {
            modeChangesLeft--;
            // names all sources, so what changed among them is told with it
            report.add(now.include() ? RecordType.CHANGE_TO_INCLUDE_MODE : RecordType.CHANGE_TO_EXCLUDE_MODE, group, now.sources());
            sourceChangesLeft.values().removeIf(left -> left <= 1);
            sourceChangesLeft.replaceAll((_, left) -> left - 1);
            return;
        }
        report.add(RecordType.ALLOW_NEW_SOURCES, group, changed(now, true));
        report.add(RecordType.BLOCK_OLD_SOURCES, group, changed(now, false));
        sourceChangesLeft.values().removeIf(left -> left <= 1);
        sourceChangesLeft.replaceAll((_, left) -> left - 1);
    }

    private int[] changed(SourceFilter now, boolean allowed) {
        return sourceChangesLeft.keySet().stream().mapToInt(Integer::intValue).filter(source -> now.allows(source) == allowed).toArray();
    }

    void forgetChanges() {
        modeChangesLeft = 0;
        sourceChangesLeft.clear();
    }

    /// Writes the answer to the query that waits (RFC 3376 §5.2).
    void tellState(SourceFilter now, IgmpReport report) {
        if (queried.isEmpty()) {
            report.addState(group, now);
        } else {
            report.add(RecordType.MODE_IS_INCLUDE, group, queried.stream().mapToInt(Integer::intValue).filter(now::allows).toArray());
        }
        queried.clear();
    }

    /// Nothing is to be said any more.
    boolean isIdle() {
        return !timer.isSet() && !hasChanges() && unsolicitedLeft == 0;
    }
}
