package io.weft.net.tables.engine.classify;

import io.weft.net.tables.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Chooses which numbers of a packet are worth looking up for one chain, and builds their dimensions.
final class ChainClassifierBuilder {

    /// Fewer rules are asked one by one as fast as anything is looked up.
    private static final int FEWEST_ROWS = 16;
    /// A number for which fewer rows ask is not worth a look-up.
    private static final int FEWEST_ASKERS = 8;
    private static final int MOST_DIMENSIONS = 10;
    /// A dimension in which a packet meets more than this share of those who ask leads nowhere.
    private static final double LEADING_SHARE = 1.0 / 16;

    /// The rows that ask for one number.
    private static final class Askers {

        private final List<Integer> rows = new ArrayList<>();
        private final List<ValueSet> values = new ArrayList<>();

        int size() {
            return rows.size();
        }
    }

    private ChainClassifierBuilder() { }

    /// Null where a chain is better interpreted row by row.
    static @Nullable ChainClassifier build(
            int number, int firstRow, int firstDimension, List<Rule> rules, InterfaceOrder interfaces, MemoryBudget budget) {
        if (rules.size() < FEWEST_ROWS) {
            return null;
        }
        Dimension[] dimensions = dimensions(rules, interfaces, budget);
        if (dimensions.length == 0) {
            return null;
        }
        int leading = 0;
        var others = new long[RowSets.words(rules.size())];
        Arrays.fill(others, -1);
        while (leading < dimensions.length && dimensions[leading].share <= LEADING_SHARE) {
            for (int i = 0; i < others.length; i++) {
                others[i] &= dimensions[leading].indifferent[i];
            }
            leading++;
        }
        var rest = new RowSets(rules.size());
        rest.add(others);
        return new ChainClassifier(number, firstRow, rules.size(), firstDimension, dimensions, leading, rest.trimmed());
    }

    private static Dimension[] dimensions(List<Rule> rules, InterfaceOrder interfaces, MemoryBudget budget) {
        var askers = new HashMap<RuleConditions.Key, Askers>();
        for (int row = 0; row < rules.size(); row++) {
            for (var condition : RuleConditions.of(rules.get(row), interfaces).entrySet()) {
                Askers those = askers.computeIfAbsent(condition.getKey(), _ -> new Askers());
                those.rows.add(row);
                those.values.add(condition.getValue());
            }
        }
        return askers.entrySet().stream()
                .filter(entry -> entry.getValue().size() >= FEWEST_ASKERS)
                .sorted(Map.Entry.comparingByValue(Comparator.comparingInt(Askers::size).reversed()))
                .limit(MOST_DIMENSIONS)
                .map(entry -> DimensionBuilder.build(entry.getKey(), rules.size(),
                        entry.getValue().rows.stream().mapToInt(Integer::intValue).toArray(),
                        entry.getValue().values.toArray(ValueSet[]::new), budget))
                .sorted(Comparator.comparingDouble(dimension -> dimension.share))
                .toArray(Dimension[]::new);
    }
}
