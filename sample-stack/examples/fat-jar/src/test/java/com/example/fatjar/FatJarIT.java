package com.example.fatjar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fat jar, copied to a place where nothing else is, and run there.
class FatJarIT {

    private static final Path BUILT = Path.of("target", "greeter.jar");

    @TempDir
    private Path folder;

    private String output(String... arguments) throws IOException, InterruptedException {
        Files.copy(BUILT, folder.resolve("greeter.jar"));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process program = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(program.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(program.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    @Test
    void stackRunsWithThePluginsThatAreInsideTheJar() throws Exception {
        // no warning of Java's either: the manifest allows native access
        assertThat(output("-jar", "greeter.jar")).isEqualTo("""
                Ada: hello Ada
                iptables -A INPUT -p tcp --dport 7 -j REJECT --reject-with tcp-reset: 0
                Ada: Connection refused
                iptables -F INPUT: 0
                Ada: hello Ada
                Mallory: who is there?
                """);
    }

    @Test
    void hooksOfAnotherProgramInTheJarWork() throws Exception {
        assertThat(output("-cp", "greeter.jar", "com.example.guestbook.Main")).contains("403 no, thank you");
    }

    @Test
    void filesThatSeveralJarsHaveAreMerged() throws IOException {
        try (JarFile jar = new JarFile(BUILT.toFile())) {
            String drivers = new String(jar.getInputStream(jar.getEntry("META-INF/services/io.weft.net.driver.DriverProvider")).readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(drivers).contains("WireProvider", "TunTapProvider$Tap");
            assertThat(jar.getEntry("META-INF/aop.xml")).isNotNull();
            assertThat(jar.isMultiRelease()).isTrue();
            assertThat(jar.stream().map(Object::toString)).noneMatch(name -> name.endsWith(".SF") || name.endsWith("module-info.class"));
        }
    }
}
