package io.weft.hook.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The AspectJ compiler, run as a process of its own.
///
/// @param java the JDK's launcher; its JDK is the one whose types ajc sees
/// @param tools the jars ajc consists of
record Ajc(Path java, List<Path> tools) {

    /// What a run came to.
    ///
    /// @param output everything ajc printed: errors and warnings with class names
    record Outcome(int exitCode, String output) {

        boolean failed() {
            return exitCode != 0;
        }
    }

    /// Runs ajc and waits for its end.
    ///
    /// @param scratch an existing directory for the file of arguments
    Outcome run(List<String> arguments, Path scratch) throws IOException {
        Path argumentFile = scratch.resolve("ajc.args");
        Files.write(argumentFile, arguments, StandardCharsets.UTF_8);
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dfile.encoding=UTF-8",
                        "-cp", joined(tools),
                        "org.aspectj.tools.ajc.Main",
                        "-argfile", argumentFile.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Outcome(process.waitFor(), output.strip());
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ajc ran", e);
        }
    }

    /// A class path, as ajc and java read it.
    static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
