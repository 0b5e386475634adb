package io.weft.net.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTest {

    private static final String BEFORE = sample(1000, 100, 5, 50);

    private static String sample(long timeMs, long packets, long dropped, long seen) {
        return """
                {"timeMs": %d, "devices": [{"name": "eth0", "state": "up", "rx": {"packets": %d, "bytes": 125000, "dropped": 0, "errors": 0},
                  "tx": {"packets": 0, "bytes": 0, "dropped": 0, "errors": 0}}],
                 "drops": {"NO_ROUTE": %d, "HOOK": 0}, "sockets": {"tcp": {"LISTEN": 1}, "udp": 2}, "neighbors": {"REACHABLE": 3},
                 "routes": 4, "faults": 0, "plugins": [],
                 "hooks": [{"point": "FORWARD", "handlers": [{"plugin": "filter", "name": "FORWARD", "priority": 0, "accepted": %d,
                   "dropped": 0, "stolen": 0, "queued": 0, "faults": 0, "breaker": "CLOSED"}]}]}
                """.formatted(timeMs, packets, dropped, seen);
    }

    @Test
    void tellsRatesFromOneSampleToTheNext() throws Exception {
        Page page = new Page(Sample.read(BEFORE), Sample.read(sample(3000, 300, 25, 70)));

        assertThat(page.lines()).anyMatch(line -> line.matches("eth0 +up +100 +0\\.00 +0 +0 +0\\.00 +0"))
                .anyMatch(line -> line.matches(" +10 +25 +NO_ROUTE"))
                .anyMatch(line -> line.matches("FORWARD +0 +filter/FORWARD +10 +0 +0"))
                .noneMatch(line -> line.contains("HOOK ") && line.contains("0  HOOK"));
        assertThat(page.lines().getFirst()).startsWith("weft top - ")
                .endsWith(", 3 neighbours, 4 routes, TCP 1 LISTEN, UDP 2, 0 plugins, 0 faults");
    }

    @Test
    void beginsAnewWithARouterThatWasStartedAnew() throws Exception {
        Page page = new Page(Sample.read(sample(1000, 1000, 500, 500)), Sample.read(sample(3000, 0, 1, 0)));

        assertThat(page.lines()).anyMatch(line -> line.matches("eth0 +up +0 +0\\.00 .*"));
    }
}
