package io.weft.net.tables.engine;

import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.rule.Action;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Which hooks reach which chain, and whether a way leads back to a chain that it came from: the kernel's `mark_source_chains`.
///
/// As there, rules behind one that ends every packet's way are not looked at, and neither are chains that no built-in chain leads to.
final class ChainGraph {

    private static final int MOST_SHOWN = 10;

    private final TableDraft draft;
    private final Map<String, Set<String>> hooks = new HashMap<>();
    private int deepest;

    ChainGraph(TableDraft draft) throws RefusedException {
        this.draft = draft;
        for (DraftChain chain : draft.chains()) {
            String hook = chain.hook();
            if (hook != null) {
                mark(chain, hook);
            }
        }
    }

    /// The hook points from which packets reach a chain.
    Set<String> hooksOf(DraftChain chain) {
        return hooks.getOrDefault(chain.name(), Set.of());
    }

    /// The greatest number of chains that a packet can be in at once.
    int deepest() {
        return deepest;
    }

    private static final class Step {
        final DraftChain chain;
        int next;

        Step(DraftChain chain) {
            this.chain = chain;
        }
    }

    private void mark(DraftChain start, String hook) throws RefusedException {
        var path = new ArrayDeque<Step>();
        var onPath = new LinkedHashSet<String>();
        // how many chains there are below one that was left
        var heights = new HashMap<String, Integer>();
        enter(start, hook, path, onPath);
        while (!path.isEmpty()) {
            Step step = path.peek();
            DraftChain next = advance(step);
            if (next == null) {
                path.pop();
                onPath.remove(step.chain.name());
                int height = heights.merge(step.chain.name(), 1, Math::max);
                deepest = Math.max(deepest, height);
                if (!path.isEmpty()) {
                    heights.merge(path.peek().chain.name(), height + 1, Math::max);
                }
            } else if (onPath.contains(next.name())) {
                throw new RefusedException(RefusedException.Kind.LOOP, "chains jump in a circle: " + shown(onPath) + " to " + next.name());
            } else if (hooks.getOrDefault(next.name(), Set.of()).contains(hook)) {
                heights.merge(step.chain.name(), heights.getOrDefault(next.name(), 1) + 1, Math::max);
            } else {
                enter(next, hook, path, onPath);
            }
        }
    }

    /// The last chains of a way.
    private static String shown(Set<String> path) {
        var last = path.stream().skip(Math.max(0, path.size() - MOST_SHOWN)).toList();
        return (last.size() < path.size() ? "(" + (path.size() - last.size()) + " more) " : "") + last;
    }

    private void enter(DraftChain chain, String hook, ArrayDeque<Step> path, Set<String> onPath) {
        path.push(new Step(chain));
        onPath.add(chain.name());
        hooks.computeIfAbsent(chain.name(), _ -> new LinkedHashSet<>()).add(hook);
    }

    /// The next chain that this one leads to, or null at its end.
    private DraftChain advance(Step step) {
        var rules = step.chain.rules();
        while (step.next < rules.size()) {
            var rule = rules.get(step.next++).rule();
            if (rule.isFinal()) {
                step.next = rules.size();
            } else if (rule.action() instanceof Action.Jump jump) {
                return draft.chain(jump.chain());
            }
        }
        return null;
    }
}
