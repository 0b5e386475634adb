package io.weft.net.drivers.pcap;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.Driver.LinkLayer;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.DriverOptions;
import io.weft.net.drivers.MacAddresses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens `pcap:FILE?write=FILE`: frames come out of the one capture file and go into the other.
public final class PcapProvider implements DriverProvider {

    private static final int USUAL_MTU = 1500;

    @Override
    public String scheme() {
        return "pcap";
    }

    @Override
    public String help() {
        return """
                pcap:[FILE]     reads a capture (pcap or pcapng; Ethernet or raw IP), as fast as it can
                    write=FILE      writes what is sent (pcap); either FILE may be left out
                    link=ethernet|ip  what frames begin with, when none are read (usual: ethernet)
                    mac=MAC         its address (usual: derived from the names)
                    mtu=BYTES       largest IP packet (usual: 1500)""";
    }

    @Override
    public Driver open(String target, Map<String, String> given) throws DriverException {
        String name = "pcap:" + target;
        DriverOptions options = new DriverOptions(name, given, "write", "link", "mac", "mtu");
        String write = options.text("write");
        int mtu = options.mtu("mtu", USUAL_MTU);
        MacAddress chosen = options.mac("mac");
        String link = options.word("link", "ethernet", "ethernet", "ip");
        if (target.isEmpty() && (write == null || write.isEmpty())) {
            throw new DriverException(name + ": wants a file to read, pcap:FILE, or one to write, pcap:?write=FILE, or both");
        }
        refuseReadingWhatIsWritten(name, target, write);
        CaptureReader reader = target.isEmpty() ? null : CaptureReader.open(path(name, target));
        try {
            LinkLayer layer = reader != null ? reader.linkLayer() : link.equals("ip") ? LinkLayer.NONE : LinkLayer.ETHERNET;
            PcapWriter writer = write == null ? null : openToWrite(name, write, layer);
            MacAddress mac = switch (layer) {
                case NONE -> MacAddress.ZERO;
                case ETHERNET -> chosen != null ? chosen : MacAddresses.derived(target + "?" + write, 1);
            };
            return new PcapDriver(name, layer, mac, mtu, reader, writer);
        } catch (DriverException e) {
            closeAfter(e, reader);
            throw e;
        }
    }

    private static void closeAfter(DriverException e, @Nullable CaptureReader reader) {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
        }
    }

    private static void refuseReadingWhatIsWritten(String name, String read, @Nullable String write) throws DriverException {
        try {
            if (write != null && !read.isEmpty() && Files.exists(path(name, write))
                    && Files.isSameFile(path(name, read), path(name, write))) {
                throw new DriverException(name + ": cannot read and write the same file");
            }
        } catch (DriverException e) {
            throw e;
        } catch (IOException e) {
            throw new DriverException(name + ": there is no such file, or it cannot be looked at: " + e.getMessage(), e);
        }
    }

    private static PcapWriter openToWrite(String name, String file, LinkLayer layer) throws DriverException {
        Path path = path(name, file);
        try {
            OutputStream stream = Files.newOutputStream(path);
            try {
                return new PcapWriter(stream, layer);
            } catch (IOException e) {
                stream.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DriverException(name + ": cannot write " + file + ": " + e, e);
        }
    }

    private static Path path(String name, String file) throws DriverException {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new DriverException(name + ": '" + file + "' is no file name: " + e.getReason(), e);
        }
    }
}
