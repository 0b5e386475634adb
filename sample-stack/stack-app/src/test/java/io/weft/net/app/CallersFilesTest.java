package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallersFilesTest {

    @Test
    void aCaptureIsWrittenWhereTheCallerStands() {
        assertThat(CallersFiles.of(List.of("dump", "-i", "eth0", "-w", "a.pcapng", "-c", "1")))
                .isEqualTo(new CallersFiles(List.of("dump", "-i", "eth0", "-w", "-", "-c", "1"), Path.of("a.pcapng")));
        assertThat(CallersFiles.of(List.of("dump", "-wx"))).isEqualTo(new CallersFiles(List.of("dump", "-w", "-"), Path.of("x")));
        assertThat(CallersFiles.of(List.of("dump", "-w", "-"))).isEqualTo(new CallersFiles(List.of("dump", "-w", "-"), null));
    }

    @Test
    void aJarIsNamedAsTheRouterFindsIt() {
        assertThat(CallersFiles.of(List.of("plugin", "load", "a/../b.jar", "/c.jar")).words())
                .containsExactly("plugin", "load", Path.of("b.jar").toAbsolutePath().toString(), "/c.jar");
        assertThat(CallersFiles.of(List.of("plugin", "reload", "a.b")).words()).containsExactly("plugin", "reload", "a.b");
    }

    @Test
    void otherCommandsGoAsTheyAre() {
        assertThat(CallersFiles.of(List.of("iptables", "-w", "5"))).isEqualTo(new CallersFiles(List.of("iptables", "-w", "5"), null));
    }
}
