package io.weft.hook.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Some owners of handlers in the place of others: who takes whose rank, and which queue takes over which.
///
/// A handler succeeds one of the same owner, name and priority at the same point, and a queue one of the same name that takes no other
/// subjects. Subjects that wait in a queue go on waiting then, as if nothing had happened; those of all others come out.
final class Exchange {

    private final OpenQueues open;
    private final List<Attachment> removed = new ArrayList<>();
    private final List<Attachment> added = new ArrayList<>();
    private final List<SubjectQueue<?>> closing = new ArrayList<>();
    private final List<SubjectQueue<?>> opening = new ArrayList<>();
    /// Who leaves, and its successor.
    private final Map<Attachment, Attachment> successors = new LinkedHashMap<>();

    Exchange(OpenQueues open, Collection<OwnedHooks> leaving, Collection<OwnedHooks> coming) {
        this.open = open;
        for (OwnedHooks owner : leaving) {
            removed.addAll(owner.attached());
            closing.addAll(owner.queues());
        }
        for (OwnedHooks owner : coming) {
            added.addAll(owner.staged());
            owner.queues().stream().filter(queue -> !queue.isClosed()).forEach(opening::add);
        }
        List<Attachment> free = new ArrayList<>(removed);
        for (Attachment comes : added) {
            free.stream().filter(comes::canSucceed).findFirst().ifPresent(leaves -> {
                free.remove(leaves);
                successors.put(leaves, comes);
            });
        }
    }

    /// Exchanges handlers and queues, or changes nothing. Called with the lock of the tables.
    void change() {
        open.requireFree(opening, closing);
        // before the handlers that send subjects there
        List<SubjectQueue<?>> fresh = opening.stream().filter(queue -> open.find(queue.name()) == null).toList();
        fresh.forEach(open::put);
        try {
            successors.forEach((leaves, comes) -> comes.takeRankOf(leaves));
            ChainSwap.change(added, removed);
        } catch (RuntimeException | Error e) {
            fresh.forEach(open::forget);
            throw e;
        }
        successors.forEach(Attachment::succeedBy);
        for (SubjectQueue<?> queue : opening) {
            SubjectQueue<?> before = open.find(queue.name());
            if (before != null && before != queue && queue.canSucceed(before)) {
                queue.takeOver(before);
            }
            open.put(queue);
        }
    }

    /// Lets those come out who wait at handlers and in queues that have left. Called without the lock: the host's code runs.
    void release() {
        removed.forEach(Attachment::abandon);
        closing.forEach(SubjectQueue::close);
    }
}
