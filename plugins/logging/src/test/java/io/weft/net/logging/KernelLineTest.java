package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.weft.hook.Verdict;
import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Frames that Linux 6.18 logged, and what it said, beside what the plugin says.
class KernelLineTest {

    @Test
    void saysWhatTheKernelSaid() throws Exception {
        compareLog(KernelSays.recorded());
    }

    @Test
    void tracesWhatTheKernelTraced() throws Exception {
        compareTrace(KernelSays.recorded());
    }

    static void compareLog(List<KernelSays> kernel) {
        try (var stack = new StackDouble()) {
            List<KernelSays> lines = KernelSays.of(kernel, "LOG").toList();
            assertThat(lines).hasSizeGreaterThan(400);
            assertThat(lines.stream().map(each -> each.what() + ": " + each.said(stack)))
                    .containsExactlyElementsOf(lines.stream().map(each -> each.what() + ": " + each.line()).toList());
        }
    }

    static void compareTrace(List<KernelSays> kernel) throws Exception {
        List<KernelSays> lines = KernelSays.of(kernel, "TRACE").toList();
        assertThat(lines).hasSizeGreaterThan(40);
        try (var plugins = new LoggingDouble(LoggingDouble.SILENT)) {
            assertThat(plugins.shell().run("iptables-restore", rules()).err()).isEmpty();
            String last = "";
            for (KernelSays line : lines) {
                if (!line.what().equals(last)) {
                    trace(plugins, line.packet(plugins.stack()));
                }
                last = line.what();
            }
            assertThat(plugins.logged()).extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactlyElementsOf(lines.stream().map(KernelSays::line).toList());
        }
    }

    private static void trace(LoggingDouble plugins, Packet packet) {
        var way = new ArrayList<>(List.of(Map.entry("raw", "PREROUTING"), Map.entry("mangle", "PREROUTING"), Map.entry("mangle", "INPUT"),
                Map.entry("filter", "INPUT")));
        while (!way.isEmpty()) {
            var next = way.removeFirst();
            if (plugins.table(next.getKey()).chain(next.getValue()).run(packet).kind() != Verdict.Kind.ACCEPT) {
                way.clear();
            }
        }
        packet.release();
    }

    private static String rules() throws IOException {
        try (InputStream file = KernelLineTest.class.getResourceAsStream("/kernel/traced.v4")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
