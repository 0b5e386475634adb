package com.example.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The module, run from the module path, on the JDK and on an image that has only what it needs of the JDK.
class GateIT {

    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final String MODULE_PATH = System.getProperty("weft.module.path");

    @TempDir
    private Path folder;

    private String output(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(program.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(program.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private void assertRunsOn(Path java) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.resolve("bin").resolve("java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=io.weft.net.api,io.weft.net.stack,io.weft.net.drivers",
                "--module-path", MODULE_PATH, "--module", "com.example.gate/com.example.gate.Main"));
        assertThat(output(command)).isEqualTo("""
                I am module com.example.gate, hooks are run by module io.weft.hook.runtime
                Ada: pass, Ada
                Mallory: closed
                Ada: Connection refused
                without filter, held by []
                Ada: pass, Ada
                """);
    }

    @Test
    void moduleRunsOnTheJdk() throws Exception {
        assertRunsOn(JDK);
    }

    @Test
    void moduleRunsOnAnImageWithThreeModulesOfTheJdk() throws Exception {
        Path image = folder.resolve("image");
        output(List.of(JDK.resolve("bin").resolve("jlink").toString(), "--add-modules", "java.base,java.logging,java.management",
                "--output", image.toString()));
        assertRunsOn(image);
    }
}
