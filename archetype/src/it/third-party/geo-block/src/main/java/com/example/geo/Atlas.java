package com.example.geo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table in force. Read by the loop, changed between two packets.
final class Atlas {

    private final @Nullable Path file;
    private CountryTable table;

    /// @throws IOException when the file cannot be read
    /// @throws IllegalArgumentException naming the line of it that is wrong
    Atlas(@Nullable Path file) throws IOException {
        this.file = file;
        table = read();
    }

    CountryTable table() {
        return table;
    }

    void table(CountryTable now) {
        table = now;
    }

    /// The file as it is now. From any thread.
    CountryTable read() throws IOException {
        return file == null ? CountryTable.parse(List.of(), "") : CountryTable.parse(Files.readAllLines(file), file.toString());
    }
}
