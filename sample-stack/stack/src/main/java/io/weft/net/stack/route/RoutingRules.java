package io.weft.net.stack.route;

import java.util.ArrayList;
import java.util.List;

/// The rules in the order in which they are asked.
final class RoutingRules {

    private final List<RoutingRule> rules = new ArrayList<>(RoutingRule.USUAL);

    List<RoutingRule> all() {
        return List.copyOf(rules);
    }

    boolean areUsual() {
        return rules.equals(RoutingRule.USUAL);
    }

    /// Adds a rule behind those of the same priority. One without a priority comes before all but the first, as in Linux.
    ///
    /// @throws IllegalArgumentException when it is there already
    void add(RoutingRule wanted) {
        RoutingRule rule = wanted.priority() == RoutingRule.ANY_PRIORITY ? wanted.withPriority(freePriority()) : wanted;
        if (rules.contains(rule)) {
            throw new IllegalArgumentException("there is the rule '" + rule + "' already");
        }
        int place = 0;
        while (place < rules.size() && rules.get(place).priority() <= rule.priority()) {
            place++;
        }
        rules.add(place, rule);
    }

    private int freePriority() {
        return rules.size() < 2 || rules.get(1).priority() == 0 ? 0 : rules.get(1).priority() - 1;
    }

    /// @return false when there is no such rule
    boolean remove(RoutingRule unwanted) {
        for (int i = 0; i < rules.size(); i++) {
            RoutingRule rule = rules.get(i);
            if (rule.equals(unwanted.priority() == RoutingRule.ANY_PRIORITY ? unwanted.withPriority(rule.priority()) : unwanted)) {
                rules.remove(i);
                return true;
            }
        }
        return false;
    }
}
