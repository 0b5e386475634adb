package io.weft.hook.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.pf4j.VersionManager;

/// The version of the API that this host offers to plugins.
final class ApiVersion {

    private final String version;
    private final VersionManager versions;

    /// @param version as in a POM; what follows the number, such as `-SNAPSHOT`, does not count
    ApiVersion(String version, VersionManager versions) {
        this.version = version.replaceFirst("-.*", "");
        this.versions = versions;
    }

    static String ofHookApi() {
        try (InputStream file = ApiVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param range a range such as `>=1.2 & <2.0`; a bare version means that one or a later one
    void require(String range) throws RefusedException {
        String wanted = range.strip();
        String constraint = wanted.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + wanted : wanted;
        boolean fits;
        try {
            fits = versions.checkVersionConstraint(version, constraint);
        } catch (RuntimeException e) {
            throw new RefusedException("its Plugin-Requires '" + range + "' is no range of versions");
        }
        if (!fits) {
            throw new RefusedException("it requires API version " + range + ", but this host has " + version);
        }
    }
}
