package io.weft.hook.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// The file in a plugin's jar that lists its classes with handlers or with a life of their own, a binary name a line.
public final class PluginIndex {

    /// Where the file lies in the jar.
    public static final String PATH = "META-INF/weft/plugin.idx";

    private PluginIndex() { }

    /// The class names, in the file's order.
    public static List<String> read(Reader file) throws IOException {
        BufferedReader lines = new BufferedReader(file);
        return lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /// Writes the class names in alphabetical order, so that the same classes give the same file.
    public static void write(Writer file, Collection<String> classNames) throws IOException {
        for (String name : new TreeSet<>(classNames)) {
            file.write(name);
            file.write('\n');
        }
    }
}
