package io.weft.hook.runtime.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Letter;
import io.weft.hook.spi.Dispatcher;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/// What monitoring gets to see.
class WatchTest {

    private final HookTables tables = HookTables.create();
    private final Registration refuse;

    WatchTest() {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
        refuse = tables.at("SORT", Letter.class).attach(0, "refuse", letter -> letter.to().equals("Bob") ? Verdict.DROP : Verdict.ACCEPT);
    }

    private void send(String... to) {
        Dispatcher chain = Objects.requireNonNull(tables.slot("SORT", Letter.class, "test").dispatcher());
        for (String name : to) {
            chain.dispatch(new Letter(name));
        }
    }

    @Test
    void jmxShowsTheTablesUntilItIsClosed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.weft.hook:type=Hooks,name=\"post office\"");
        try (AutoCloseable shown = HooksBean.register(tables, "post office")) {
            send("Bob");
            assertThat(server.getAttribute(name, "Handlers")).isEqualTo(1);
            assertThat(server.getAttribute(name, "Faults")).isEqualTo(0L);
            assertThat(server.getAttribute(name, "Out")).isEqualTo(0);
            assertThat(server.getAttribute(name, "Slow")).isEqualTo(0L);
            assertThat(server.getAttribute(name, "Text")).isEqualTo(tables.describe().toText());
            assertThat(server.getAttribute(name, "Json")).isEqualTo(tables.describe().toJson());
            assertThat(shown).isNotNull();
            assertThatThrownBy(() -> HooksBean.register(tables, "post office")).isInstanceOf(IllegalStateException.class)
                    .hasMessage("hook tables cannot be shown by JMX under the name post office");
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void metersFollowTheHandlers() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HookMeters meters = new HookMeters(tables);
        meters.bindTo(registry);
        send("Ada", "Bob", "Cy");
        Registration late = tables.at("SORT", Letter.class).attach(1, "late", any -> Verdict.ACCEPT);
        send("Ada");
        meters.refresh();
        assertThat(subjects(registry, "refuse", "accepted")).isEqualTo(3);
        assertThat(subjects(registry, "refuse", "dropped")).isEqualTo(1);
        assertThat(subjects(registry, "late", "accepted")).isEqualTo(1);
        assertThat(registry.get("weft.hook.out").tags("handler", "late").gauge().value()).isZero();
        late.close();
        meters.refresh();
        assertThat(registry.find("weft.hook.subjects").tags("handler", "late").functionCounters()).isEmpty();
        assertThat(registry.find("weft.hook.subjects").tags("handler", refuse.info().name()).functionCounters()).hasSize(7);
        assertThatThrownBy(() -> meters.bindTo(registry)).hasMessageContaining("already");
    }

    private static double subjects(SimpleMeterRegistry registry, String handler, String outcome) {
        return registry.get("weft.hook.subjects").tags("point", "SORT", "plugin", "host", "handler", handler, "outcome", outcome)
                .functionCounter().count();
    }
}
