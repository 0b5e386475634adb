package io.weft.net.tables.engine.classify;

import io.weft.net.tables.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts the rows of one chain into groups, chooses which numbers of a packet are worth looking up for each, and builds their dimensions.
final class ChainClassifierBuilder {

    /// Fewer rules are asked one by one as fast as anything is looked up.
    private static final int FEWEST_ROWS = 16;
    /// Fewer rows that ask for the same numbers, less than a word of a set, are not worth look-ups of their own.
    private static final int SMALLEST_GROUP = Long.SIZE;
    private static final int MOST_GROUPS = 16;
    /// A number for which fewer rows ask is not worth a look-up.
    private static final int FEWEST_ASKERS = 8;
    private static final int MOST_DIMENSIONS = 10;

    /// The rows of a group that ask for one number.
    private static final class Askers {

        private final List<Integer> rows = new ArrayList<>();
        private final List<ValueSet> values = new ArrayList<>();

        int size() {
            return rows.size();
        }
    }

    // of each rule of the chain
    private final List<Map<RuleConditions.Key, ValueSet>> conditions;
    private final MemoryBudget budget;
    private int nextDimension;

    private ChainClassifierBuilder(List<Map<RuleConditions.Key, ValueSet>> conditions, int firstDimension, MemoryBudget budget) {
        this.conditions = conditions;
        this.budget = budget;
        nextDimension = firstDimension;
    }

    /// Null where a chain is better interpreted row by row.
    ///
    /// @param firstGroup where its groups begin in a {@link Location}
    /// @param firstDimension where its intervals begin there
    static @Nullable ChainClassifier build(int number, int firstRow, int firstGroup, int firstDimension, List<Rule> rules,
            InterfaceOrder interfaces, MemoryBudget budget) {
        if (rules.size() < FEWEST_ROWS) {
            return null;
        }
        var conditions = rules.stream().map(rule -> RuleConditions.of(rule, interfaces)).toList();
        RowGroup[] groups = new ChainClassifierBuilder(conditions, firstDimension, budget).groups();
        var chain = new ChainClassifier(number, firstRow, rules.size(), firstGroup, groups);
        return chain.dimensions() == 0 ? null : chain;
    }

    private RowGroup[] groups() {
        var alike = new LinkedHashMap<Set<RuleConditions.Key>, List<Integer>>();
        for (int row = 0; row < conditions.size(); row++) {
            alike.computeIfAbsent(conditions.get(row).keySet(), _ -> new ArrayList<>()).add(row);
        }
        List<List<Integer>> large = alike.values().stream()
                .filter(rows -> rows.size() >= SMALLEST_GROUP)
                .sorted(Comparator.<List<Integer>>comparingInt(List::size).reversed())
                .limit(MOST_GROUPS)
                .toList();
        var groups = new ArrayList<RowGroup>();
        large.forEach(rows -> groups.add(group(rows)));
        alike.values().removeAll(large);
        List<Integer> rest = alike.values().stream().flatMap(List::stream).sorted().toList();
        if (!rest.isEmpty()) {
            groups.add(group(rest));
        }
        return groups.toArray(RowGroup[]::new);
    }

    private RowGroup group(List<Integer> rows) {
        var group = new RowGroup(rows.stream().mapToInt(Integer::intValue).toArray(), nextDimension, dimensions(rows));
        nextDimension += group.dimensions();
        return group;
    }

    private Dimension[] dimensions(List<Integer> rows) {
        var askers = new HashMap<RuleConditions.Key, Askers>();
        for (int i = 0; i < rows.size(); i++) {
            for (var condition : conditions.get(rows.get(i)).entrySet()) {
                Askers those = askers.computeIfAbsent(condition.getKey(), _ -> new Askers());
                those.rows.add(i);
                those.values.add(condition.getValue());
            }
        }
        return askers.entrySet().stream()
                .filter(entry -> entry.getValue().size() >= FEWEST_ASKERS)
                .sorted(Map.Entry.comparingByValue(Comparator.comparingInt(Askers::size).reversed()))
                .limit(MOST_DIMENSIONS)
                .map(entry -> DimensionBuilder.build(entry.getKey(), rows.size(),
                        entry.getValue().rows.stream().mapToInt(Integer::intValue).toArray(),
                        entry.getValue().values.toArray(ValueSet[]::new), budget))
                .sorted(Comparator.comparing((Dimension dimension) -> !dimension.everyRowAsks).thenComparingDouble(dimension -> dimension.share))
                .toArray(Dimension[]::new);
    }
}
