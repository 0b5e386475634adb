package io.weft.hook.runtime.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;

/// A plugin jar that was read: what its manifest says, and the host's private copy of its bytes.
///
/// What is checked and what is loaded is the copy, so nobody can change it in between, and the jar itself may be replaced at any time.
///
/// @param origin where the host found the jar
/// @param index the names of its classes with handlers or with a life of their own
/// @param optionalClasses prefixes of the names of classes that it refers to and gets along without
record PluginArchive(Path origin, Path copy, PluginDescriptor descriptor, List<String> index, List<String> optionalClasses) {

    String id() {
        return descriptor.getPluginId();
    }

    String version() {
        return descriptor.getVersion();
    }

    List<PluginDependency> dependencies() {
        return descriptor.getDependencies();
    }

    boolean dependsOn(String id) {
        return dependencies().stream().anyMatch(dependency -> dependency.getPluginId().equals(id));
    }

    PluginInfo info() {
        return new PluginInfo(id(), version(), Objects.requireNonNullElse(descriptor.getProvider(), ""), origin);
    }
}
