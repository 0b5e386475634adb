package io.weft.net.tables.iptables;

import io.weft.net.tables.engine.DraftChain;
import io.weft.net.tables.engine.TableDraft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a restore would change in a table, as a list like a unified diff without context:
///
///     --- filter
///     +++ filter
///     -:INPUT ACCEPT
///     +:INPUT DROP
///     @@ FORWARD -2 +2,2 @@
///     --A FORWARD -s 10.0.0.1/32 -j DROP
///     +-A FORWARD -s 10.0.0.2/32 -j DROP
///     +-A FORWARD -s 10.0.0.3/32 -j DROP
///
/// Behind `@@` are the chain, and the numbers that the rules below have before and after: `-2` one rule, `+2,2` two from the second on,
/// `+3,0` none, behind the third. Counters do not count.
final class Difference {

    private final StringBuilder text = new StringBuilder();

    private Difference() { }

    /// Empty when nothing would change.
    static String between(TableDraft before, TableDraft after) {
        var difference = new Difference();
        difference.chains(before, after);
        for (DraftChain chain : after.chains()) {
            DraftChain old = before.chain(chain.name());
            difference.rules(chain.name(), old == null ? List.of() : lines(old), lines(chain));
        }
        before.chains().stream().filter(old -> after.chain(old.name()) == null)
                .forEach(old -> difference.rules(old.name(), lines(old), List.of()));
        String name = after.spec().name();
        return difference.text.isEmpty() ? "" : "--- " + name + "\n+++ " + name + "\n" + difference.text;
    }

    private static List<String> lines(DraftChain chain) {
        return chain.rules().stream().map(rule -> RuleText.of(chain.name(), rule, null)).toList();
    }

    private void chains(TableDraft before, TableDraft after) {
        Map<String, String> then = heads(before);
        Map<String, String> now = heads(after);
        then.forEach((name, head) -> {
            if (!head.equals(now.get(name))) {
                text.append('-').append(head).append('\n');
            }
        });
        now.forEach((name, head) -> {
            if (!head.equals(then.get(name))) {
                text.append('+').append(head).append('\n');
            }
        });
    }

    private static Map<String, String> heads(TableDraft draft) {
        return draft.chains().stream().collect(Collectors.toMap(
                DraftChain::name, Difference::head, (first, second) -> first, LinkedHashMap::new));
    }

    private static String head(DraftChain chain) {
        return ":" + chain.name() + " " + (chain.isBuiltIn() ? chain.policy() : "-");
    }

    private void rules(String chain, List<String> before, List<String> after) {
        int old = 0;
        int fresh = 0;
        for (CommonLines.Pair common : CommonLines.of(before, after)) {
            hunk(chain, before.subList(old, common.before()), old, after.subList(fresh, common.after()), fresh);
            old = common.before() + 1;
            fresh = common.after() + 1;
        }
        hunk(chain, before.subList(old, before.size()), old, after.subList(fresh, after.size()), fresh);
    }

    private void hunk(String chain, List<String> gone, int old, List<String> come, int fresh) {
        if (gone.isEmpty() && come.isEmpty()) {
            return;
        }
        text.append("@@ ").append(chain).append(" -").append(span(old, gone.size())).append(" +").append(span(fresh, come.size()))
                .append(" @@\n");
        gone.forEach(line -> text.append('-').append(line).append('\n'));
        come.forEach(line -> text.append('+').append(line).append('\n'));
    }

    private static String span(int start, int count) {
        return switch (count) {
            case 0 -> start + ",0";
            case 1 -> Integer.toString(start + 1);
            default -> start + 1 + "," + count;
        };
    }
}
