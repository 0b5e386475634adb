package io.weft.hook.runtime;

import io.weft.hook.QueueInfo;
import io.weft.hook.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The queues that are open in some tables, by their names.
final class OpenQueues {

    private final Map<String, SubjectQueue<?>> open = new ConcurrentHashMap<>();
    private final Map<String, Verdict> missing = new ConcurrentHashMap<>();

    /// @throws IllegalStateException when another is open under its name
    void open(SubjectQueue<?> queue) {
        if (open.putIfAbsent(queue.name(), queue) != null) {
            throw openAlready(queue);
        }
    }

    private static IllegalStateException openAlready(SubjectQueue<?> queue) {
        return new IllegalStateException("queue " + queue.name() + " is open already");
    }

    /// @param leaving give up their names
    /// @throws IllegalStateException when one's name is that of another who stays or comes
    void requireFree(Collection<SubjectQueue<?>> coming, Collection<SubjectQueue<?>> leaving) {
        Set<String> names = new HashSet<>();
        for (SubjectQueue<?> queue : coming) {
            SubjectQueue<?> here = open.get(queue.name());
            if (!names.add(queue.name()) || here != null && !leaving.contains(here)) {
                throw openAlready(queue);
            }
        }
    }

    /// Opens a queue, in the place of the one that bears its name if there is one.
    void put(SubjectQueue<?> queue) {
        open.put(queue.name(), queue);
        if (queue.isClosed()) {
            // by its owner, before its time had come
            forget(queue);
        }
    }

    @Nullable SubjectQueue<?> find(String name) {
        return open.get(name);
    }

    void forget(SubjectQueue<?> closed) {
        open.remove(closed.name(), closed);
    }

    /// The verdict on subjects for whom nobody has opened a queue.
    Verdict missing(String name) {
        return missing.computeIfAbsent(name, absent -> Verdict.drop("nobody has opened queue " + absent));
    }

    List<QueueInfo> describe() {
        return open.values().stream().map(SubjectQueue::info).sorted(Comparator.comparing(QueueInfo::name)).toList();
    }
}
