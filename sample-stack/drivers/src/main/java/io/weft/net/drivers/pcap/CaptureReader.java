package io.weft.net.drivers.pcap;

import io.weft.net.driver.Driver.LinkLayer;
import io.weft.net.driver.DriverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads the records of a capture file one after the other, whatever its format.
///
/// After {@link #next} said {@link Step#FRAME} the frame lies in {@link #window} at {@link #frameAt}, until the next call.
abstract sealed class CaptureReader implements AutoCloseable permits PcapReader, PcapngReader {

    /// A record beyond this is taken for a damaged file; it is what tcpdump and Wireshark write at most.
    static final int LARGEST_FRAME = 262_144;

    private static final int MAGIC_LENGTH = 4;

    /// What {@link #next} came upon.
    enum Step {
        /// A frame.
        FRAME,
        /// A frame of which the capture has only the beginning, or that has a link layer other than the file's first.
        UNUSABLE,
        /// The file ends, where it should.
        END,
        /// The file ends within a record, or what follows makes no sense.
        DAMAGED
    }

    final FileWindow window;
    int frameAt;
    int frameLength;
    long frameTimeNs;

    CaptureReader(FileWindow window) {
        this.window = window;
    }

    /// Opens a capture file and reads up to what tells its link layer.
    ///
    /// @throws DriverException when there is none, or it is no capture, or one of frames that no driver hands over
    static CaptureReader open(Path file) throws DriverException {
        String name = "pcap:" + file;
        FileWindow window;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new DriverException(name + ": is no regular file");
            }
            window = new FileWindow(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new DriverException(name + ": there is no such file", e);
        } catch (DriverException e) {
            throw e;
        } catch (IOException e) {
            throw new DriverException(name + ": cannot be read: " + e.getMessage(), e);
        }
        try {
            return read(name, window);
        } catch (IOException e) {
            try {
                window.close();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e instanceof DriverException known ? known : new DriverException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static CaptureReader read(String name, FileWindow window) throws IOException {
        if (!window.has(MAGIC_LENGTH)) {
            throw new DriverException(name + ": is shorter than any capture file");
        }
        int magic = window.i32(0);
        return magic == PcapngReader.SECTION_HEADER ? new PcapngReader(name, window) : new PcapReader(name, window, magic);
    }

    static LinkLayer linkLayerOf(String name, int linkType) throws DriverException {
        LinkLayer layer = FrameFormat.linkLayer(linkType);
        if (layer == null) {
            throw new DriverException(name + ": has frames of link type " + linkType
                    + "; the stack reads Ethernet (1) and raw IP (101, 228). Convert it, for example with editcap -T ether");
        }
        return layer;
    }

    abstract LinkLayer linkLayer();

    /// Goes on to the next frame.
    abstract Step next() throws IOException;

    @Override
    public void close() throws IOException {
        window.close();
    }
}
