package io.weft.net.stack.igmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SourceFilterTest {

    private static SourceFilter only(int... sources) {
        return new SourceFilter(true, sources);
    }

    private static SourceFilter allBut(int... sources) {
        return new SourceFilter(false, sources);
    }

    /// RFC 3376 §3.2's own example.
    @Test
    void anInterfaceExcludesWhatAllExcludeAndNobodyIncludes() {
        SourceFilter merged = SourceFilter.merge(List.of(allBut(1, 2, 3, 4), allBut(2, 3, 4, 5), only(4, 5, 6)));
        assertThat(merged).isEqualTo(allBut(2, 3));
    }

    @Test
    void anInterfaceIncludesWhatAnybodyIncludes() {
        assertThat(SourceFilter.merge(List.of(only(1, 2), only(2, 3)))).isEqualTo(only(1, 2, 3));
        assertThat(SourceFilter.merge(List.of())).isEqualTo(SourceFilter.NONE);
    }

    /// An interface lets in at least what any of its listeners wants; one that excludes may let in more than that.
    @Property(tries = 300)
    void nobodyMissesWhatHeWants(@ForAll @Size(max = 6) List<@IntRange(min = 0, max = 255) Integer> wanted, @ForAll int modes) {
        List<SourceFilter> filters = IntStream.range(0, wanted.size()).mapToObj(i -> new SourceFilter((modes >> i & 1) == 0,
                IntStream.range(0, 8).filter(bit -> (wanted.get(i) >> bit & 1) != 0).toArray())).toList();
        SourceFilter merged = SourceFilter.merge(filters);
        for (int source = 0; source < 9; source++) {
            int each = source;
            assertThat(merged.allows(source)).as(filters + " and source " + source)
                    .isEqualTo(filters.stream().anyMatch(filter -> filter.allows(each)));
        }
    }
}
