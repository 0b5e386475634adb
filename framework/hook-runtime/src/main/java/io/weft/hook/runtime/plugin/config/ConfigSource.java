package io.weft.hook.runtime.plugin.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where a host's operator says what its plugins are to do.
@FunctionalInterface
public interface ConfigSource {

    /// What is said for a plugin; nothing where nothing is.
    ConfigValue of(String plugin) throws ConfigException;

    /// A folder with a file `<plugin id>.yaml` for each plugin that has something to be told. Read anew for each plugin that starts.
    ///
    /// Needs `jackson-dataformat-yaml`.
    static ConfigSource folder(Path folder) {
        return plugin -> {
            Path file = folder.resolve(plugin + ".yaml");
            return Files.exists(file) ? YamlFile.read(file) : new ConfigValue.Nothing(new ConfigValue.Place(file.toString(), 0));
        };
    }

    /// One file with a mapping in which each plugin's id is a key. Needs `jackson-dataformat-yaml`.
    static ConfigSource file(Path file) {
        return plugin -> {
            ConfigValue.Place place = new ConfigValue.Place(file.toString(), 0);
            ConfigValue all = Files.exists(file) ? YamlFile.read(file) : new ConfigValue.Nothing(place);
            if (all instanceof ConfigValue.Mapping mapping) {
                return mapping.entries().getOrDefault(plugin, new ConfigValue.Nothing(place));
            }
            if (all instanceof ConfigValue.Nothing) {
                return all;
            }
            throw ConfigException.at(all.place(), "plugin ids are wanted as keys, not " + all.shown());
        };
    }

    /// What the host itself says, by plugin id.
    static ConfigSource of(Map<String, ? extends Map<String, ?>> values) {
        return plugin -> ConfigValue.of("configuration of " + plugin, values.get(plugin));
    }
}
