package io.weft.hook.runtime.plugin;

import io.weft.hook.index.PluginIndexProcessor;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Makes a real plugin jar out of sources.
final class PluginJar {

    private static final String IMPORTS = "import io.weft.hook.*; import io.weft.hook.runtime.*; import io.weft.hook.runtime.plugin.*; ";

    private final Path directory;
    private final String id;
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private Predicate<String> packed = entry -> true;
    private String fileName;
    private @Nullable Path compiled;

    /// @param directory where the jar is put, as `<id>.jar`; what is needed to make it lies beside it
    PluginJar(Path directory, String id) {
        this.directory = directory;
        this.id = id;
        this.fileName = id + ".jar";
        manifest.put("Plugin-Id", id);
        manifest.put("Plugin-Version", "1.2.3");
    }

    PluginJar manifest(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    PluginJar version(String version) {
        return manifest("Plugin-Version", version);
    }

    /// What the jar is called, if not by the plugin's id.
    PluginJar named(String name) {
        fileName = name;
        return this;
    }

    PluginJar without(String name) {
        manifest.remove(name);
        return this;
    }

    /// @param name the simple name of a class; its package is the plugin's id
    PluginJar source(String name, String body) {
        sources.put(name, "package " + id + "; " + IMPORTS + body);
        return this;
    }

    PluginJar sourceIn(String packageName, String name, String body) {
        sources.put(name, "package " + packageName + "; " + IMPORTS + body);
        return this;
    }

    /// What the sources are compiled against, before everything else.
    PluginJar against(Path jarOrClasses) {
        classPath.add(jarOrClasses);
        return this;
    }

    /// Leaves classes out of the jar.
    PluginJar pack(Predicate<String> entries) {
        packed = entries;
        return this;
    }

    Path build() throws IOException {
        if (compiled == null) {
            compiled = compile();
        }
        Path classes = compiled;
        Path jar = directory.resolve(fileName);
        Manifest content = new Manifest();
        content.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> content.getMainAttributes().putValue(name, value));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream output = new JarOutputStream(file, content);
                Stream<Path> files = Files.walk(classes)) {
            for (Path entry : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(entry).toString().replace(File.separatorChar, '/');
                if (packed.test(name)) {
                    output.putNextEntry(new ZipEntry(name));
                    Files.copy(entry, output);
                    output.closeEntry();
                }
            }
        }
        return jar;
    }

    /// The directory of classes that the jar would be packed from.
    Path compile() throws IOException {
        Path work = Files.createDirectories(directory.resolve("work-" + id));
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.add(Files.writeString(work.resolve(source.getKey() + ".java"), source.getValue()));
        }
        List<String> path = new ArrayList<>();
        classPath.forEach(entry -> path.add(entry.toString()));
        path.add(System.getProperty("java.class.path"));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(output, manager, null,
                    List.of("-parameters", "-d", classes.toString(), "-cp", String.join(File.pathSeparator, path)), null,
                    manager.getJavaFileObjectsFromPaths(files));
            task.setProcessors(List.of(new PluginIndexProcessor()));
            if (!task.call()) {
                throw new IllegalArgumentException(output.toString());
            }
        }
        return classes;
    }
}
