package io.weft.hook.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/// What lies on a class path: jars, and directories of modules that are not packed yet.
final class Artifacts {

    private Artifacts() { }

    static List<Path> paths(List<String> elements) {
        return elements.stream().map(Path::of).toList();
    }

    /// Whether a jar or directory has the entry.
    static boolean contains(Path artifact, String entry) {
        if (Files.isDirectory(artifact)) {
            return Files.exists(artifact.resolve(entry));
        }
        if (!artifact.toString().endsWith(".jar") || !Files.exists(artifact)) {
            return false;
        }
        try (ZipFile jar = new ZipFile(artifact.toFile())) {
            return jar.getEntry(entry) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(artifact + " cannot be read", e);
        }
    }
}
