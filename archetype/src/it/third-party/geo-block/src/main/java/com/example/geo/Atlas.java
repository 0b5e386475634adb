package com.example.geo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The table in force. Read by the loop, changed between two packets.
final class Atlas {

    private final Path file;
    private CountryTable table;

    /// @throws IOException when the file cannot be read
    /// @throws IllegalArgumentException naming the line of it that is wrong
    Atlas(Path file) throws IOException {
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
        return CountryTable.parse(Files.readAllLines(file), file.toString());
    }
}
