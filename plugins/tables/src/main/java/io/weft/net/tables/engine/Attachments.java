package io.weft.net.tables.engine;

import io.weft.net.tables.extension.AttachedMatch;
import io.weft.net.tables.extension.PacketMatch;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// The matches of a table that were told that their rules are in force. Belongs to the loop thread.
final class Attachments {

    private Set<AttachedMatch> attached = Set.of();

    /// Tells those that come and those that go with a change.
    void change(TableDraft draft) {
        Set<AttachedMatch> before = attached;
        attached = of(draft);
        attached.stream().filter(match -> !before.contains(match)).forEach(AttachedMatch::attach);
        before.stream().filter(match -> !attached.contains(match)).forEach(AttachedMatch::detach);
    }

    void detachAll() {
        attached.forEach(AttachedMatch::detach);
        attached = Set.of();
    }

    private static Set<AttachedMatch> of(TableDraft draft) {
        Set<AttachedMatch> all = Collections.newSetFromMap(new IdentityHashMap<>());
        for (DraftChain chain : draft.chains()) {
            for (DraftRule rule : chain.rules()) {
                PacketMatch[] matches = rule.installed().boundMatches();
                if (matches != null) {
                    for (PacketMatch match : matches) {
                        if (match instanceof AttachedMatch mine) {
                            all.add(mine);
                        }
                    }
                }
            }
        }
        return all;
    }
}
