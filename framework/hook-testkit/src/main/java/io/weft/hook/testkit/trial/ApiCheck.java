package io.weft.hook.testkit.trial;

import io.weft.hook.runtime.plugin.link.LinkCheck;
import io.weft.hook.runtime.plugin.link.OutsideUse;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether a plugin's jar gets along with the API that it is given: everything that its classes refer to is there, and of Weft they use
/// what is meant for plugins.
///
/// A jar of Weft says by `Weft-Api` in its manifest which of its packages that are.
final class ApiCheck {

    private static final String WEFT = "io.weft.";
    private static final String HOOK_API = "io.weft.hook.";

    /// A jar or directory of the API.
    ///
    /// @param manifest of a jar; null for a directory, of which nobody knows what it is meant for
    private record Given(Path place, @Nullable Attributes manifest) {

        static Given at(Path place) throws IOException {
            return new Given(place, Files.isDirectory(place) ? null : manifestOf(place));
        }

        String says(String name) {
            String value = manifest == null ? null : manifest.getValue(name);
            return value == null ? "" : value;
        }

        List<String> listed(String name) {
            return Stream.of(says(name).split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
        }

        boolean isPlugin() {
            return !says("Plugin-Id").isEmpty();
        }

        boolean has(String type) throws IOException {
            String file = type.replace('.', '/') + ".class";
            if (Files.isDirectory(place)) {
                return Files.exists(place.resolve(file));
            }
            try (JarFile jar = new JarFile(place.toFile())) {
                return jar.getEntry(file) != null;
            }
        }
    }

    private final Given plugin;
    private final List<Given> api = new ArrayList<>();

    /// @param api jars, and directories of modules that are not packed: what the plugin finds in its host, and plugins that it may depend on
    ApiCheck(Path jar, List<Path> api) throws IOException {
        plugin = Given.at(jar);
        for (Path each : api) {
            this.api.add(Given.at(each));
        }
    }

    private static Attributes manifestOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        }
    }

    /// What is wrong, each the rest of a sentence that begins with the jar's name.
    List<String> problems() throws IOException {
        List<String> problems = new ArrayList<>(unlinked());
        for (OutsideUse use : OutsideUse.in(plugin.place)) {
            String problem = use.type().startsWith(WEFT) ? insideUsed(use) : null;
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems;
    }

    private List<String> unlinked() throws IOException {
        List<Path> dependencies = dependencies();
        List<URL> host = new ArrayList<>();
        for (Given each : api) {
            if (!each.isPlugin()) {
                host.add(url(each.place));
            }
        }
        List<String> mayBeAbsent = plugin.listed("Plugin-Optional-Classes");
        try (URLClassLoader loader = new URLClassLoader(host.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            return LinkCheck.of(plugin.place, dependencies, loader, name -> name.startsWith(HOOK_API),
                    name -> mayBeAbsent.stream().anyMatch(name::startsWith));
        }
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(place + " has no URL", e);
        }
    }

    /// The jars of the plugins that the plugin says it depends on, directly or through others.
    private List<Path> dependencies() {
        Set<Path> found = new LinkedHashSet<>();
        List<Given> asked = new ArrayList<>(List.of(plugin));
        while (!asked.isEmpty()) {
            Set<String> wanted = asked.remove(0).listed("Plugin-Dependencies").stream().map(ApiCheck::idOf).collect(Collectors.toSet());
            for (Given each : api) {
                if (wanted.contains(each.says("Plugin-Id")) && found.add(each.place)) {
                    asked.add(each);
                }
            }
        }
        return List.copyOf(found);
    }

    /// `tables` of `tables@>=0.1.0` or of `tables?`.
    private static String idOf(String dependency) {
        String id = dependency.contains("@") ? dependency.substring(0, dependency.indexOf('@')) : dependency;
        return id.endsWith("?") ? id.substring(0, id.length() - 1) : id;
    }

    private @Nullable String insideUsed(OutsideUse use) throws IOException {
        String home = use.type().substring(0, use.type().lastIndexOf('.'));
        for (Given each : api) {
            if (each.manifest != null && each.has(use.type())) {
                List<String> meant = each.listed("Weft-Api");
                return meant.contains(home) ? null : "its class " + use.user() + " uses the " + use.what() + ", but " + home + " is the inside of "
                        + each.place.getFileName() + ", which may be another tomorrow; " + (meant.isEmpty()
                        ? "nothing of that jar is meant for plugins" : "of that jar plugins may use " + String.join(", ", meant));
            }
        }
        return null;
    }
}
