package com.example.greeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program, run as one: from the class path, in a process of its own.
class GreeterIT {

    @TempDir
    private Path folder;

    @Test
    void readmeShowsWhatIsCompiledHere() throws IOException {
        String snippet = Files.readString(Path.of("src", "main", "java", "com", "example", "greeter", "Main.java"))
                .split(" *// snippet embedding\n")[1].split(" *// end\n")[0].replaceAll("(?m)^ {8}", "");
        assertThat(Path.of("..", "..", "README.md")).content().contains("```java\n" + snippet + "```");
    }

    @Test
    void programGreetsRefusesAndEndsByItself() throws Exception {
        File output = folder.resolve("output").toFile();
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + folder, "-cp", System.getProperty("java.class.path"), Main.class.getName())
                .redirectErrorStream(true).redirectOutput(output).start();
        try {
            assertThat(program.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(output).hasContent("""
                Ada: hello Ada
                iptables -A INPUT -p tcp --dport 7 -j REJECT --reject-with tcp-reset: 0
                Ada: Connection refused
                iptables -F INPUT: 0
                Ada: hello Ada
                Mallory: who is there?
                """);
        assertThat(program.exitValue()).isZero();
        // the copies of the plugin jars are gone with the plugin host
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(output.toPath());
        }
    }
}
