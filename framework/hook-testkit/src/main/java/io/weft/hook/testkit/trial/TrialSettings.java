package io.weft.hook.testkit.trial;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/// What whoever starts a trial says about it, in a file of properties.
///
/// @param host the name of the {@link TrialHost}
/// @param plugin the directory of the plugin's classes, or its jar
/// @param manifest what the manifest of a jar of those classes says
/// @param api what the plugin was compiled against and finds in its host: jars, and directories of modules that are not packed
/// @param seconds how long it runs; 0 until it is told to stop
/// @param terminal whether what it shows may be overwritten
record TrialSettings(String host, Path plugin, Map<String, String> manifest, List<Path> api, long seconds, boolean terminal) {

    private static final String MANIFEST = "manifest.";

    /// @throws IllegalArgumentException when it says nothing of the host or the plugin
    static TrialSettings read(Path file) throws IOException {
        Properties said = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            said.load(reader);
        }
        Map<String, String> manifest = new LinkedHashMap<>();
        said.stringPropertyNames().stream().filter(key -> key.startsWith(MANIFEST)).sorted()
                .forEach(key -> manifest.put(key.substring(MANIFEST.length()), said.getProperty(key)));
        List<Path> api = Stream.of(said.getProperty("api", "").split(File.pathSeparator)).filter(each -> !each.isEmpty()).map(Path::of).toList();
        return new TrialSettings(needed(said, "host"), Path.of(needed(said, "plugin")), manifest, api,
                Long.parseLong(said.getProperty("seconds", "0")), Boolean.parseBoolean(said.getProperty("terminal", "false")));
    }

    private static String needed(Properties said, String key) {
        String value = said.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("the trial's file says nothing of '" + key + "'");
        }
        return value;
    }

    /// Makes the host.
    ///
    /// @throws IllegalArgumentException when there is no such class, or it is no host
    TrialHost makeHost() {
        try {
            return Class.forName(host).asSubclass(TrialHost.class).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("there is no class " + host + ": name the host by the property weft.host", e);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(host + " is no " + TrialHost.class.getName(), e);
        } catch (ReflectiveOperationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(host + " cannot be made by a public constructor without parameters: " + cause, e);
        }
    }
}
