package io.weft.net.logging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file of captured packets a group, `nflog-3.pcapng`; those before it are `nflog-3.1.pcapng`, `nflog-3.2.pcapng`, the older the higher.
/// Belongs to the writer's thread.
final class NflogFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NflogFiles.class);
    private static final long MEGABYTE = 1 << 20;

    private final Path folder;
    private final long mostBytes;
    private final int kept;
    private final Map<Integer, PcapngFile> open = new HashMap<>();
    private boolean failed;

    NflogFiles(LoggingConfig config) {
        folder = config.folder();
        mostBytes = config.fileMegabytes() * MEGABYTE;
        kept = config.filesPerGroup();
    }

    void write(LoggedPacket packet) {
        try {
            PcapngFile file = open.get(packet.group());
            if (file == null || file.size() >= mostBytes) {
                file = next(packet.group());
            }
            file.write(packet);
            failed = false;
        } catch (IOException | UncheckedIOException e) {
            complain(packet.group(), e);
        }
    }

    private PcapngFile next(int group) throws IOException {
        PcapngFile full = open.remove(group);
        if (full != null) {
            full.close();
        }
        Files.createDirectories(folder);
        for (int age = kept - 1; age >= 0; age--) {
            Path from = path(group, age);
            if (Files.exists(from) && age == kept - 1) {
                Files.delete(from);
            } else if (Files.exists(from)) {
                Files.move(from, path(group, age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path path = path(group, 0);
        PcapngFile file = PcapngFile.create(path, "NFLOG group " + group);
        open.put(group, file);
        if (full == null) {
            LOG.info("packets of NFLOG group {} go to {}", group, path.toAbsolutePath());
        }
        return file;
    }

    private Path path(int group, int age) {
        return folder.resolve("nflog-" + group + (age == 0 ? "" : "." + age) + ".pcapng");
    }

    void flush() {
        open.forEach((group, file) -> {
            try {
                file.flush();
            } catch (IOException e) {
                complain(group, e);
            }
        });
    }

    /// Once, until a packet could be written again.
    private void complain(int group, Exception e) {
        if (!failed) {
            LOG.error("packets of NFLOG group {} cannot be written to {}: {}", group, folder.toAbsolutePath(), e.toString());
        }
        failed = true;
    }

    @Override
    public void close() {
        open.forEach((group, file) -> {
            try {
                file.close();
            } catch (IOException e) {
                complain(group, e);
            }
        });
        open.clear();
    }
}
