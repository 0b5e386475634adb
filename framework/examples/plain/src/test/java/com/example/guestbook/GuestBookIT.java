package com.example.guestbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program, run as one: in a process of its own, on the Java that built it and on the one that runs Maven, which may be older.
class GuestBookIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"java.home", "maven.java.home"})
    void handlerRefusesAnEntryAndTheProgramEndsByItself(String home) throws Exception {
        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(Path.of(System.getProperty(home), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(program.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(output).hasContent("""
                200 Ada wrote entry 1
                403 no, thank you
                200 Grace wrote entry 2
                no advertisements: 1 accepted, 1 dropped
                """);
        assertThat(program.exitValue()).isZero();
    }
}
