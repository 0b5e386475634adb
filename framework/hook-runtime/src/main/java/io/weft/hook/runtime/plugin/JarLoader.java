package io.weft.hook.runtime.plugin;

import io.weft.hook.index.PluginIndex;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultExtensionFinder;
import org.pf4j.DefaultPluginFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginRepository;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.VersionManager;

/// PF4J, as far as plugins need it here: manifests, versions, and a class loader for each jar.
final class JarLoader extends AbstractPluginManager {

    /// Shared with every plugin, whatever else its jar contains.
    private static final List<String> ALWAYS_SHARED = List.of("io.weft.hook.", "org.slf4j.");

    private final List<String> sharedPackages;

    /// @param sharedPackages prefixes of class names that a plugin gets from the host, also when its own jar has such classes
    JarLoader(List<String> sharedPackages) {
        super(Path.of("."));
        this.sharedPackages = sharedPackages;
    }

    PluginWrapper load(Path jar) throws RefusedException {
        PluginDescriptor descriptor = describe(jar);
        if (plugins.containsKey(descriptor.getPluginId())) {
            throw new RefusedException("its Plugin-Id " + descriptor.getPluginId() + " is that of "
                    + plugins.get(descriptor.getPluginId()).getPluginPath().getFileName() + ", which is loaded already");
        }
        return loadPluginFromPath(jar);
    }

    private PluginDescriptor describe(Path jar) throws RefusedException {
        if (Files.notExists(jar)) {
            throw new RefusedException("there is no such file or folder as " + jar);
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getManifest() == null) {
                throw new RefusedException("it has no manifest, which would say its Plugin-Id and Plugin-Version");
            }
        } catch (IOException e) {
            throw new RefusedException("it cannot be read as a jar: " + e.getMessage());
        }
        PluginDescriptor descriptor = pluginDescriptorFinder.find(jar);
        if (descriptor.getPluginId() == null || descriptor.getPluginId().isBlank()) {
            throw new RefusedException("its manifest has no Plugin-Id");
        }
        if (descriptor.getVersion() == null) {
            throw new RefusedException("its manifest has no Plugin-Version");
        }
        try {
            versionManager.checkVersionConstraint(descriptor.getVersion(), ">=0.0.0");
        } catch (RuntimeException e) {
            throw new RefusedException("its Plugin-Version '" + descriptor.getVersion() + "' is no version such as 1.0.0");
        }
        return descriptor;
    }

    /// The classes that the jar's index lists.
    static List<String> index(Path jar) throws RefusedException {
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

    /// Closes a plugin's class loader and forgets it.
    void unload(PluginWrapper plugin) throws IOException {
        plugins.remove(plugin.getPluginId());
        unresolvedPlugins.remove(plugin);
        ClassLoader loader = pluginClassLoaders.remove(plugin.getPluginId());
        if (loader instanceof PluginClassLoader closeable) {
            closeable.close();
        }
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new JarPluginLoader(this) {
            @Override
            protected PluginClassLoader createPluginClassLoader(Path jar, PluginDescriptor descriptor) {
                return new SharingClassLoader(descriptor);
            }
        };
    }

    /// Looks into the plugin first, then into those it depends on, then into the host; for shared packages into the host only.
    private final class SharingClassLoader extends PluginClassLoader {

        SharingClassLoader(PluginDescriptor descriptor) {
            super(JarLoader.this, descriptor, JarLoader.class.getClassLoader());
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            return isShared(name) ? getParent().loadClass(name) : super.loadClass(name);
        }
    }

    private boolean isShared(String className) {
        return ALWAYS_SHARED.stream().anyMatch(className::startsWith) || sharedPackages.stream().anyMatch(className::startsWith);
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new ManifestPluginDescriptorFinder();
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new JarPluginRepository(pluginsRoots);
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return new DefaultPluginFactory();
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new DefaultExtensionFinder(this);
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new AllEnabled();
    }

    private static final class AllEnabled implements PluginStatusProvider {

        @Override
        public boolean isPluginDisabled(String pluginId) {
            return false;
        }

        @Override
        public void disablePlugin(String pluginId) {
            throw new UnsupportedOperationException("a plugin is unloaded, not disabled");
        }

        @Override
        public void enablePlugin(String pluginId) { }
    }
}
