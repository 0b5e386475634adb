package io.weft.hook.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;
import org.pf4j.VersionManager;

/// Semantic versions: which of two is newer, and who may run with whom.
final class Versions {

    private final String api;
    private final VersionManager semantic = new DefaultVersionManager();

    /// @param api the version of the API that this host offers to plugins
    Versions(String api) {
        this.api = numbersOnly(api);
    }

    /// A version or a range of versions without what may follow a number, such as `-SNAPSHOT`: for who may run with whom a snapshot
    /// counts as the release that it is to become.
    private static String numbersOnly(String versionOrRange) {
        return versionOrRange.replaceAll("(?<=\\d)[-+][A-Za-z][0-9A-Za-z.+-]*", "");
    }

    static String ofHookApi() {
        try (InputStream file = Versions.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isVersion(String text) {
        try {
            return semantic.compareVersions(text, text) == 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /// Below zero when the first is older, above when it is newer; a snapshot is older than its release.
    int compare(String one, String other) {
        return semantic.compareVersions(one, other);
    }

    /// @param range a range such as `>=1.2 & <2.0`; a bare version means that one or a later one
    void requireApi(String range) throws RefusedException {
        String wanted = numbersOnly(range.strip());
        String constraint = wanted.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + wanted : wanted;
        boolean fits;
        try {
            fits = semantic.checkVersionConstraint(api, constraint);
        } catch (RuntimeException e) {
            throw new RefusedException("its Plugin-Requires '" + range + "' is no range of versions");
        }
        if (!fits) {
            throw new RefusedException("it requires API version " + range + ", but this host has " + api);
        }
    }

    boolean fits(PluginDependency dependency, String version) throws RefusedException {
        try {
            return semantic.checkVersionConstraint(numbersOnly(version), numbersOnly(dependency.getPluginVersionSupport()));
        } catch (RuntimeException e) {
            throw new RefusedException("its Plugin-Dependencies ask for plugin " + dependency.getPluginId() + " in version '"
                    + dependency.getPluginVersionSupport() + "', which is no range of versions");
        }
    }
}
