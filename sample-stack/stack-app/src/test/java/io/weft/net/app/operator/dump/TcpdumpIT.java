package io.weft.net.app.operator.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The installed tcpdump reads a capture of ours, with the same filter, and prints it as we do.
class TcpdumpIT {

    @TempDir
    Path directory;

    private Path capture;

    @BeforeEach
    void needsTcpdump() throws IOException {
        boolean there = true;
        try {
            new ProcessBuilder("tcpdump", "--version").redirectErrorStream(true).start().destroy();
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            System.out.println("TcpdumpIT is skipped: there is no tcpdump on this machine");
        }
        assumeTrue(there, "there is no tcpdump on this machine");
        capture = directory.resolve("capture.pcapng");
        try (OutputStream file = Files.newOutputStream(capture)) {
            PcapngWriter writer = new PcapngWriter(file, DumpOptions.MAX_SNAP_LENGTH);
            writer.begin("eth0", true, DumpOptions.MAX_SNAP_LENGTH);
            for (int i = 0; i < Frames.ALL.size(); i++) {
                writer.write(Frames.captured(Frames.ALL.get(i), timeNs(i)));
            }
            writer.finish(timeNs(Frames.ALL.size()), Frames.ALL.size(), 0);
        }
    }

    private static long timeNs(int number) {
        return 1_700_000_000_000_000_000L + number * 1_001_000L;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arp", "icmp or udp", "tcp port 80", "src port 80 or dst port 8080", "host 192.0.2.7", "net 10.0.0",
        "not ip proto 47 and not tcp", "portrange 50-60 or 8080", "port 53 or 8080 and tcp", "greater 98", "less 60", "tcp and (src or dst port 8080)",
        "src host 10.0.0.1 and dst net 198.51.100.0/24"})
    void agreesWithTcpdump(String filter) throws Exception {
        List<String> words = new ArrayList<>(List.of("tcpdump", "-nn", "-S", "-r", capture.toString()));
        if (!filter.isEmpty()) {
            words.add(filter);
        }
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TZ", "UTC");
        Process tcpdump = builder.start();
        String said = new String(tcpdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // a service's content is not taken apart here
        String wanted = said.replaceAll("(\\.(53|5353)): [^U].*", "$1: DNS").replaceAll(": HTTP.*", "").replaceAll(": GREv0.*", ": …");
        String got = ours(filter).replaceAll("(\\.(53|5353)): UDP.*", "$1: DNS").replaceAll(": ip-proto-47.*", ": …");
        assertThat(got).isEqualTo(wanted);
    }

    private static String ours(String filter) throws Exception {
        FrameFilter.Test test = FrameFilter.parse(List.of(filter));
        StringBuilder lines = new StringBuilder();
        FrameView view = new FrameView(true);
        try (PacketPool pool = new PacketPool(4)) {
            for (int i = 0; i < Frames.ALL.size(); i++) {
                Packet frame = Frames.packet(pool, Frames.ALL.get(i));
                view.aim(frame);
                if (test.holds(view)) {
                    lines.append(PacketLine.of(Frames.captured(Frames.ALL.get(i), timeNs(i)), true, ZoneOffset.UTC)).append('\n');
                }
                frame.release();
            }
        }
        return lines.toString();
    }
}
