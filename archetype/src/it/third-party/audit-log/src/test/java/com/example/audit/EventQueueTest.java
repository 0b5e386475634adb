package com.example.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventQueueTest {

    private final EventQueue queue = new EventQueue(3);

    private static AuditEvent event(long id) {
        return new AuditEvent(AuditEvent.Kind.DESTROY, 1_767_225_600_000L, id, 17, 0xC0A80102, 4_000, 0xCB007102, 53, 2, 60, 1, 33, 30_250_000_000L);
    }

    @Test
    void whatFindsNoRoomIsCountedAndWrittenDown(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("audit.jsonl");
        try (JsonLinesFile file = JsonLinesFile.open(path, queue)) {
            for (long id = 1; id <= 5; id++) {
                queue.offer(event(id));
            }
            file.write();
            queue.offer(event(6));
        }
        List<String> lines = Files.readAllLines(path);
        assertThat(lines).hasSize(5).element(3).isEqualTo("{\"event\":\"LOST\",\"count\":2}");
        assertThat(lines).first().isEqualTo("{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"DESTROY\",\"id\":1,\"protocol\":17,"
                + "\"source\":\"192.168.1.2\",\"sourcePort\":4000,\"destination\":\"203.0.113.2\",\"destinationPort\":53,"
                + "\"packets\":2,\"bytes\":60,\"replyPackets\":1,\"replyBytes\":33,\"seconds\":30.25}");
        assertThat(lines).last().asString().contains("\"id\":6,");
    }

    @Test
    void eventsComeOutInTheirOrderRoundAfterRound() {
        for (long id = 0; id < 100; id += 2) {
            queue.offer(event(id));
            queue.offer(event(id + 1));
            assertThat(queue.poll().id()).isEqualTo(id);
            assertThat(queue.poll().id()).isEqualTo(id + 1);
            assertThat(queue.poll()).isNull();
        }
        assertThat(queue.takeLost()).isZero();
    }
}
