package io.weft.net.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPathTest {

    private static final Path TEMPORARY = Path.of("/tmp");

    @Test
    void theEnvironmentNamesItFirst() {
        assertThat(ControlPath.standard(Map.of("WEFT_CONTROL", "/a/b", "XDG_RUNTIME_DIR", "/run/user/5"), "root", true, TEMPORARY))
                .isEqualTo(Path.of("/a/b"));
    }

    @Test
    void rootHasOnePlaceWhateverTheSession() {
        assertThat(ControlPath.standard(Map.of("XDG_RUNTIME_DIR", "/run/user/0"), "root", true, TEMPORARY))
                .isEqualTo(Path.of("/run/weft/control.sock"));
    }

    @Test
    void aUserHasTheRuntimeDirectoryOrOneUnderTheTemporary() {
        assertThat(ControlPath.standard(Map.of("XDG_RUNTIME_DIR", "/run/user/5"), "ann", false, TEMPORARY))
                .isEqualTo(Path.of("/run/user/5/weft/control.sock"));
        assertThat(ControlPath.standard(Map.of("XDG_RUNTIME_DIR", "relative"), "ann", false, TEMPORARY))
                .isEqualTo(Path.of("/tmp/weft-ann/control.sock"));
    }

    @Test
    void theDirectoryIsMadeForTheUserAlone(@TempDir Path temporary) throws Exception {
        Path socket = temporary.resolve("weft-ann/control.sock");

        ControlPath.makeDirectory(socket);
        ControlPath.makeDirectory(socket);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent()))).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsRefused(@TempDir Path temporary) throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("weft-ann"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> ControlPath.makeDirectory(directory.resolve("control.sock"))).isInstanceOf(ControlException.class)
                .hasMessageContaining("is not this user's alone");
    }
}
