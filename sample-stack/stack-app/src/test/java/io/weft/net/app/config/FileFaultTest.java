package io.weft.net.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhatAShellSays() {
        IOException missing = catchThrowableOfType(IOException.class, () -> Files.readString(folder.resolve("rules")));
        assertThat(FileFault.reason(missing)).isEqualTo("No such file or directory");
        IOException isFolder = catchThrowableOfType(IOException.class, () -> Files.newOutputStream(folder).close());
        assertThat(FileFault.reason(isFolder)).isEqualTo("Is a directory");
        assertThat(FileFault.reason(new AccessDeniedException("rules"))).isEqualTo("Permission denied");
    }

    @Test
    void faultWithoutWordsIsNamed() {
        assertThat(FileFault.reason(new MalformedInputException(1))).isEqualTo("Input length = 1");
        assertThat(FileFault.reason(new IOException())).isEqualTo("java.io.IOException");
    }
}
