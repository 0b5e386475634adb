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
        this.version = numbersOnly(version);
        this.versions = versions;
    }

    /// A version or a range of versions without what may follow a number, such as `-SNAPSHOT`: for who may run with whom a snapshot
    /// counts as the release that it is to become.
    static String numbersOnly(String versionOrRange) {
        return versionOrRange.replaceAll("(?<=\\d)[-+][A-Za-z][0-9A-Za-z.+-]*", "");
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
        String wanted = numbersOnly(range.strip());
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
