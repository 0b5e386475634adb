package io.weft.net.app.operator.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/// What a plugin's manifest says beside its name; empty texts where the jar is gone by now.
record JarNotes(String dependencies, String requires) {

    static JarNotes of(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes main = file.getManifest().getMainAttributes();
            return new JarNotes(said(main, "Plugin-Dependencies"), said(main, "Plugin-Requires"));
        } catch (IOException gone) {
            return new JarNotes("", "");
        }
    }

    private static String said(Attributes main, String name) {
        String value = main.getValue(name);
        return value == null ? "" : value;
    }
}
