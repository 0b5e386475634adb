package io.weft.net.tables.engine;

import io.weft.net.tables.extension.Attached;
import io.weft.net.tables.extension.PacketMatch;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The matches and targets of a table that were told that their rules are in force. Belongs to the loop thread.
final class Attachments {

    private Set<Attached> attached = Set.of();

    /// Tells those that come and those that go with a change.
    void change(TableDraft draft) {
        Set<Attached> before = attached;
        attached = of(draft);
        attached.stream().filter(part -> !before.contains(part)).forEach(Attached::attach);
        before.stream().filter(part -> !attached.contains(part)).forEach(Attached::detach);
    }

    void detachAll() {
        attached.forEach(Attached::detach);
        attached = Set.of();
    }

    private static Set<Attached> of(TableDraft draft) {
        Set<Attached> all = Collections.newSetFromMap(new IdentityHashMap<>());
        for (DraftChain chain : draft.chains()) {
            for (DraftRule rule : chain.rules()) {
                PacketMatch[] matches = rule.installed().boundMatches();
                if (matches != null) {
                    for (PacketMatch match : matches) {
                        collect(match, all);
                    }
                }
                collect(rule.installed().boundTarget(), all);
            }
        }
        return all;
    }

    private static void collect(@Nullable Object part, Set<Attached> all) {
        if (part instanceof Attached mine) {
            all.add(mine);
        }
    }
}
