package io.weft.hook.runtime.plugin;

import io.weft.hook.index.PluginIndex;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.signature.SignaturePolicy;
import io.weft.hook.runtime.plugin.signature.TrustedSigners;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads plugin jars into private copies and refuses those that are none.
final class JarLoader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JarLoader.class);

    private final ManifestPluginDescriptorFinder manifests = new ManifestPluginDescriptorFinder();
    private final Versions versions;
    private final SignaturePolicy policy;
    private final TrustedSigners signers;
    /// Where the copies are; only the host's user may look into it. Null before the first and after the last.
    private @Nullable Path copies;
    private @Nullable Thread atExit;
    private int copied;

    /// @param signers whose jars are good, as far as the policy asks
    JarLoader(Versions versions, SignaturePolicy policy, TrustedSigners signers) {
        this.versions = versions;
        this.policy = policy;
        this.signers = signers;
    }

    PluginArchive open(Path jar) throws RefusedException {
        if (Files.notExists(jar)) {
            throw new RefusedException("there is no such file or folder as " + jar);
        }
        return open(jar, jar);
    }

    /// The same jar once more, for another life of its plugin.
    PluginArchive again(PluginArchive archive) throws RefusedException {
        return open(archive.origin(), archive.copy());
    }

    private PluginArchive open(Path origin, Path bytes) throws RefusedException {
        Path copy;
        try {
            copy = copy(origin, bytes);
        } catch (IOException e) {
            throw new RefusedException("it cannot be read: " + e.getMessage());
        }
        try {
            requireManifest(copy);
            verify(origin, copy);
            return new PluginArchive(origin, copy, describe(copy), index(copy), optionalClasses(copy));
        } catch (RefusedException e) {
            delete(copy.getParent());
            throw e;
        }
    }

    private Path copy(Path origin, Path bytes) throws IOException {
        return Files.copy(bytes, newCopy(origin.getFileName().toString()));
    }

    /// A jar from wherever, as a file that stays until this is closed.
    Path unpack(URL jar) throws IOException {
        String path = jar.getPath();
        Path file = newCopy(path.substring(path.lastIndexOf('/') + 1));
        URLConnection connection = jar.openConnection();
        // or the JVM would keep the outer jar open
        connection.setUseCaches(false);
        try (InputStream bytes = connection.getInputStream()) {
            Files.copy(bytes, file);
        }
        return file;
    }

    /// Where the next copy goes, in a folder of its own.
    private Path newCopy(String name) throws IOException {
        if (copies == null) {
            Path folder = Files.createTempDirectory("weft-plugins");
            atExit = new Thread(() -> delete(folder), "plugin jar cleaner");
            Runtime.getRuntime().addShutdownHook(atExit);
            copies = folder;
        }
        copied++;
        return Files.createDirectory(copies.resolve(String.valueOf(copied))).resolve(name);
    }

    private static void requireManifest(Path jar) throws RefusedException {
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getManifest() == null) {
                throw new RefusedException("it has no manifest, which would say its Plugin-Id and Plugin-Version");
            }
        } catch (IOException e) {
            throw new RefusedException("it cannot be read as a jar: " + e.getMessage());
        }
    }

    private void verify(Path origin, Path copy) throws RefusedException {
        if (policy == SignaturePolicy.OFF) {
            return;
        }
        String problem;
        try {
            problem = signers.problemWith(copy);
        } catch (IOException e) {
            throw new RefusedException("it cannot be read as a jar: " + e.getMessage());
        }
        if (problem != null && policy == SignaturePolicy.REQUIRE) {
            throw new RefusedException(problem + "; this host runs only what those it trusts have signed");
        }
        if (problem != null) {
            LOG.warn("Plugin jar {} should not be trusted: {}", origin.getFileName(), problem);
        }
    }

    private PluginDescriptor describe(Path jar) throws RefusedException {
        PluginDescriptor descriptor;
        try {
            descriptor = manifests.find(jar);
        } catch (RuntimeException e) {
            throw new RefusedException("its manifest cannot be used: " + e.getMessage());
        }
        if (descriptor.getPluginId() == null || descriptor.getPluginId().isBlank()) {
            throw new RefusedException("its manifest has no Plugin-Id");
        }
        if (descriptor.getPluginId().equals(HookTables.HOST)) {
            throw new RefusedException("its Plugin-Id is " + HookTables.HOST + ", which names the host itself");
        }
        if (descriptor.getVersion() == null) {
            throw new RefusedException("its manifest has no Plugin-Version");
        }
        if (!versions.isVersion(descriptor.getVersion())) {
            throw new RefusedException("its Plugin-Version '" + descriptor.getVersion() + "' is no version such as 1.0.0");
        }
        return descriptor;
    }

    /// The classes that the jar's index lists.
    private static List<String> index(Path jar) throws RefusedException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(PluginIndex.PATH);
            if (entry == null) {
                throw new RefusedException("it has no " + PluginIndex.PATH + ", so its handlers are unknown;"
                        + " compile it with hook-api among javac's annotation processors (annotationProcessorPaths)");
            }
            try (Reader reader = new InputStreamReader(file.getInputStream(entry), StandardCharsets.UTF_8)) {
                return PluginIndex.read(reader);
            }
        } catch (IOException e) {
            throw new RefusedException("it cannot be read as a jar: " + e.getMessage());
        }
    }

    /// What the manifest's `Plugin-Optional-Classes` lists, separated by commas.
    private static List<String> optionalClasses(Path jar) throws RefusedException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String value = file.getManifest().getMainAttributes().getValue("Plugin-Optional-Classes");
            return value == null ? List.of() : Stream.of(value.split(",")).map(String::strip).filter(prefix -> !prefix.isEmpty()).toList();
        } catch (IOException e) {
            throw new RefusedException("it cannot be read as a jar: " + e.getMessage());
        }
    }

    /// Deletes the copy of a jar whose classes are not needed any more.
    void discard(PluginArchive archive) {
        delete(archive.copy().getParent());
    }

    /// Deletes all copies.
    @Override
    public void close() {
        if (copies == null || atExit == null) {
            return;
        }
        delete(copies);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException theJvmEndsAnyway) {
            LOG.debug("The JVM ends while plugin jars are deleted");
        }
        copies = null;
        atExit = null;
    }

    /// One at a time: when the JVM ends, its hook and whoever closes the host then may come together.
    private static synchronized void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The copies of plugin jars in {} could not be deleted: {}", folder, e.getMessage());
        }
    }
}
