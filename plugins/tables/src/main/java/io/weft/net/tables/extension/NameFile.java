package io.weft.net.tables.extension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Files of names as in `/etc/services`: a line has words, and what follows a `#` is none.
final class NameFile {

    private NameFile() { }

    /// @param otherwise the text that stands for a file that is not there
    /// @param entry gets the words of each line that has two or more
    static void read(String path, String otherwise, Consumer<List<String>> entry) {
        String text;
        try {
            text = Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        } catch (IOException | UncheckedIOException notThere) {
            text = otherwise;
        }
        text.lines()
                .map(line -> line.split("#", 2)[0].strip())
                .map(line -> Stream.of(line.split("\\s+")).toList())
                .filter(words -> words.size() > 1)
                .forEach(entry);
    }

    static OptionalInt number(String digits) {
        return digits.matches("\\d{1,6}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }
}
