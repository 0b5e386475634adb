package io.weft.net.tables.engine;

import io.weft.net.tables.extension.Attached;
import io.weft.net.tables.extension.PacketMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The matches and targets of a table that were told that their rules are in force, in the order of the rules: what several share is made
/// as the first of them wants it. Belongs to the loop thread.
final class Attachments {

    private List<Attached> attached = List.of();

    /// Tells those that come and those that go with a change.
    void change(TableDraft draft) {
        List<Attached> before = attached;
        List<Attached> now = of(draft);
        attached = now;
        Set<Attached> known = identities(before);
        now.stream().filter(known::add).forEach(Attached::attach);
        Set<Attached> kept = identities(now);
        before.stream().filter(kept::add).forEach(Attached::detach);
    }

    void detachAll() {
        attached.forEach(Attached::detach);
        attached = List.of();
    }

    private static List<Attached> of(TableDraft draft) {
        List<Attached> all = new ArrayList<>();
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

    private static void collect(@Nullable Object part, List<Attached> all) {
        if (part instanceof Attached mine) {
            all.add(mine);
        }
    }

    private static Set<Attached> identities(List<Attached> parts) {
        Set<Attached> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(parts);
        return set;
    }
}
