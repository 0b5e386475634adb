package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.hook.HookPoint;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueOptions;
import io.weft.hook.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a host can be asked to show.
class DescribeTest {

    private final HookTables tables = HookTables.create();
    private final SortingOffice office = SortingOffice.strict(tables);

    @Test
    void textShowsPointsChainsAndCountsInColumns() {
        handlers();
        assertThat(tables.describe().toText()).isEqualTo("""
                SORT  io.weft.hook.runtime.Letter, fails closed
                  priority  plugin   handler  accepted  dropped  stolen  queued  faults  bypassed  slow  breaker
                       -10  customs  open            2        0       0       0       0         0     0  CLOSED
                        50  host     refuse          1        1       0       0       0         0     0  CLOSED
                STAMP  io.weft.hook.runtime.Letter, fails closed
                  no handlers
                queues
                  queue  waiting  accepted  dropped  timed out  overflowed
                  clerk        0         0        0          0           0
                """);
    }

    @Test
    void jsonIsReadByOthersWithWhateverNames() throws Exception {
        handlers();
        tables.ownedBy("odd \"id\"\\\n\u0001é\uD83D\uDE00").at("STAMP", Letter.class).attach(0, "stamp", any -> Verdict.ACCEPT);
        JsonNode json = new ObjectMapper().readTree(tables.describe().toJson());
        assertThat(json.at("/points/0/name").textValue()).isEqualTo("SORT");
        assertThat(json.at("/points/0/subject").textValue()).isEqualTo("io.weft.hook.runtime.Letter");
        assertThat(json.at("/points/0/faultPolicy").textValue()).isEqualTo("FAIL_CLOSED");
        assertThat(json.at("/points/0/handlers").findValuesAsText("name")).containsExactly("open", "refuse");
        assertThat(json.at("/points/0/handlers/1/priority").intValue()).isEqualTo(50);
        assertThat(json.at("/points/0/handlers/1/dropped").longValue()).isEqualTo(1);
        assertThat(json.at("/points/0/handlers/1/breaker").textValue()).isEqualTo("CLOSED");
        assertThat(json.at("/points/1/handlers/0/plugin").textValue()).isEqualTo("odd \"id\"\\\n\u0001é\uD83D\uDE00");
        assertThat(json.at("/queues/0/name").textValue()).isEqualTo("clerk");
    }

    @Test
    void pluginSeesTheSameAsItsHost() {
        handlers();
        assertThat(tables.ownedBy("customs").describe()).isEqualTo(tables.describe());
    }

    @Test
    void openPointSaysSo() {
        HookTables others = HookTables.create();
        others.declare("BURN", Letter.class, PointOptions.failOpen((any, verdict) -> { }));
        assertThat(others.describe().toText()).startsWith("BURN  io.weft.hook.runtime.Letter, fails open\n");
    }

    private void handlers() {
        HookPoint<Letter> sort = tables.at("SORT", Letter.class);
        sort.attach(50, "refuse", letter -> letter.to().equals("Bob") ? Verdict.DROP : Verdict.ACCEPT);
        tables.ownedBy("customs").at("SORT", Letter.class).attach(-10, "open", any -> Verdict.ACCEPT);
        tables.queue("clerk", Letter.class, QueueOptions.of(3, Duration.ofSeconds(1)));
        office.sort(new Letter("Ada"));
        office.sort(new Letter("Bob"));
    }
}
