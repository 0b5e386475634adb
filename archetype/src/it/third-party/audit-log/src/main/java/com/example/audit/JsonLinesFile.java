package com.example.audit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file with what came out of the queue, one event a line. What was lost has a line of its own, where it is missing.
final class JsonLinesFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JsonLinesFile.class);

    private final Path path;
    private final BufferedWriter out;
    private final EventQueue queue;
    private boolean closed;
    private boolean failed;

    private JsonLinesFile(Path path, BufferedWriter out, EventQueue queue) {
        this.path = path;
        this.out = out;
        this.queue = queue;
    }

    /// @throws UncheckedIOException naming a file that cannot be written
    static JsonLinesFile open(Path path, EventQueue queue) {
        try {
            return new JsonLinesFile(path, Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), queue);
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log " + path + " cannot be written: " + e, e);
        }
    }

    /// Writes what waits, as far as the disk takes it; a schedule whose task threw would not run again.
    synchronized void write() {
        if (closed) {
            return;
        }
        try {
            for (AuditEvent event = queue.poll(); event != null; event = queue.poll()) {
                out.append(event.toJson()).append('\n');
            }
            long lost = queue.takeLost();
            if (lost > 0) {
                out.append("{\"event\":\"LOST\",\"count\":" + lost + "}\n");
            }
            out.flush();
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.error("The audit log {} cannot be written: {}", path, e.toString());
            }
            failed = true;
        }
    }

    /// Writes what is left.
    @Override
    public synchronized void close() throws IOException {
        write();
        closed = true;
        out.close();
    }
}
