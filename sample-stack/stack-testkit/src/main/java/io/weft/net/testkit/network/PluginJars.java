package io.weft.net.testkit.network;

import io.weft.hook.index.PluginIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Where plugin jars come from: files, folders, classes that were compiled and not packed, and the class path.
public final class PluginJars {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String PLUGIN_ID = "Plugin-Id";
    private static final String VERSION = "1.0.0";

    private PluginJars() { }

    /// The jars on the class path whose manifests say that they are plugins.
    public static List<Path> onClassPath() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            List<Path> jars = new ArrayList<>();
            for (URL manifest : Collections.list(loader.getResources(MANIFEST))) {
                if (manifest.openConnection() instanceof JarURLConnection inJar && isPlugin(inJar)) {
                    jars.add(Path.of(inJar.getJarFileURL().toURI()));
                }
            }
            return jars;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the class path cannot be searched for plugins: " + e.getMessage(), e);
        }
    }

    private static boolean isPlugin(JarURLConnection manifest) throws IOException {
        try (InputStream in = manifest.getInputStream()) {
            return new Manifest(in).getMainAttributes().getValue(PLUGIN_ID) != null;
        }
    }

    /// The jars in a folder, by name, or the one jar.
    static List<Path> in(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the plugin folder " + place + " cannot be read", e);
        }
    }

    /// Packs compiled classes as the plugin that they are to become.
    ///
    /// @param classes such as `target/classes`, with the index that the compiler wrote there
    /// @param dependencies as `Plugin-Dependencies` has them
    static Path packed(Path classes, String id, List<String> dependencies) {
        if (!Files.isRegularFile(classes.resolve(PluginIndex.PATH))) {
            throw new IllegalArgumentException(classes + " has no " + PluginIndex.PATH
                    + ": compile the plugin with hook-api as an annotation processor");
        }
        Manifest manifest = new Manifest();
        Attributes says = manifest.getMainAttributes();
        says.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        says.putValue(PLUGIN_ID, id);
        says.putValue("Plugin-Version", VERSION);
        if (!dependencies.isEmpty()) {
            says.putValue("Plugin-Dependencies", String.join(", ", dependencies));
        }
        try (Stream<Path> all = Files.walk(classes)) {
            Path jar = Files.createTempFile(id + "-", ".jar");
            jar.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest)) {
                for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                    String name = classes.relativize(each).toString().replace('\\', '/');
                    if (!name.equals(MANIFEST)) {
                        entries.putNextEntry(new ZipEntry(name));
                        Files.copy(each, entries);
                    }
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(classes + " cannot be packed", e);
        }
    }
}
