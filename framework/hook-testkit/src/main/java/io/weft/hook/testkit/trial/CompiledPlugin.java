package io.weft.hook.testkit.trial;

import io.weft.hook.index.PluginIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// The classes of a plugin as a compiler wrote them, watched, and packed anew when they changed.
final class CompiledPlugin {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final Path classes;
    private final Map<String, String> manifest;
    private String packed = "";
    private String last = "";

    /// @param manifest what the jar's manifest is to say
    CompiledPlugin(Path classes, Map<String, String> manifest) {
        this.classes = classes;
        this.manifest = manifest;
    }

    /// Whether the classes are others than those that were packed last, and stay as they are: asked again and again, it says so when twice
    /// in succession it has found the same, because a compiler writes one file after the other.
    boolean hasChanged() throws IOException {
        String now = state();
        boolean settled = now.equals(last);
        last = now;
        return settled && !now.equals(packed) && !now.isEmpty();
    }

    /// Names, sizes and times of all files; empty while they come and go.
    private String state() throws IOException {
        StringBuilder lines = new StringBuilder();
        try {
            if (!hasHandlers()) {
                return "";
            }
            for (Path file : files()) {
                lines.append(file).append(' ').append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file)).append('\n');
            }
        } catch (NoSuchFileException | UncheckedIOException beingWritten) {
            return "";
        }
        return lines.toString();
    }

    /// Whether the classes of the index are there; a compiler takes away the old ones before it writes new ones.
    private boolean hasHandlers() throws IOException {
        Path index = classes.resolve(PluginIndex.PATH);
        if (!Files.exists(index)) {
            return false;
        }
        try (Reader reader = Files.newBufferedReader(index)) {
            return PluginIndex.read(reader).stream().allMatch(name -> Files.exists(classes.resolve(name.replace('.', '/') + ".class")));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(classes)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /// Packs them.
    ///
    /// @param jar where to; overwritten
    void pack(Path jar) throws IOException {
        String state = state();
        Manifest made = new Manifest();
        made.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(made.getMainAttributes()::putValue);
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, made)) {
            for (Path file : files()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                if (!name.equals(MANIFEST)) {
                    entries.putNextEntry(new ZipEntry(name));
                    Files.copy(file, entries);
                }
            }
        }
        packed = state;
    }
}
