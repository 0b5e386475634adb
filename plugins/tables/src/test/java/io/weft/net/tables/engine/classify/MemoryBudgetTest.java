package io.weft.net.tables.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {

    private static final int ROWS = 2000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 10_000, 1_000_000})
    void rulesThatOverlapEverywhereStayWithinItAndAreNotPassedOver(int words) {
        int[] rows = IntStream.range(0, ROWS).toArray();
        ValueSet[] asked = Arrays.stream(rows).mapToObj(row -> ValueSet.between(0, row)).toArray(ValueSet[]::new);
        Dimension dimension = DimensionBuilder.build(
                new RuleConditions.Key(Slot.SOURCE, -1), ROWS, rows, asked, new MemoryBudget(words));
        // one full set more than the intervals' own: that of all who ask
        assertThat(dimension.content.size()).isLessThanOrEqualTo(words + RowSets.words(ROWS));

        var location = Location.nowhere();
        for (int value = 0; value < ROWS; value += 77) {
            location.values[Slot.SOURCE] = value;
            int set = dimension.of(location);
            for (int row = value; row < ROWS; row++) {
                long bits = dimension.indifferent[row >> 6] | dimension.content.word(set, row >> 6);
                assertThat(bits >>> row & 1).as("value %d, row %d", value, row).isEqualTo(1);
            }
        }
    }
}
