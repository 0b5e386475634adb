package io.weft.net.stack.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the kernel did with one packet of a case of the oracle.
///
/// @param in the interface that the frame came in by
public record Recording(String id, String note, String in, byte[] frame, List<Out> out) {

    /// A frame that the kernel sent.
    public record Out(String device, byte[] frame) { }

    private static final Path FILE = Path.of("..", "oracle", "recordings", "kernel-legacy.jsonl");
    private static final Pattern PACKET = Pattern.compile(
            "\\{\"case\": \"(?<case>[^\"]*)\", \"seq\": \\d+, \"id\": \"(?<id>[^\"]*)\", \"note\": \"(?<note>[^\"]*)\", "
                    + "\"in\": \"(?<in>\\w+)\", \"hex\": \"(?<hex>\\p{XDigit}*)\", \"out\": \\[(?<out>.*)]}");
    private static final Pattern OUT = Pattern.compile("\\[\"(\\w+)\", \"(\\p{XDigit}*)\"]");

    /// What it sent on one interface, in order.
    public List<byte[]> outOn(String device) {
        return out.stream().filter(sent -> sent.device().equals(device)).map(Out::frame).toList();
    }

    /// The packets of a case, in order.
    public static List<Recording> ofCase(String name) {
        try (Stream<String> lines = Files.lines(FILE)) {
            List<Recording> packets = lines.filter(line -> line.startsWith("{\"case\": \"" + name + "\", \"seq\"")).map(Recording::parse)
                    .toList();
            if (packets.isEmpty()) {
                throw new IllegalArgumentException(FILE + " has no case " + name);
            }
            return packets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording parse(String line) {
        Matcher packet = PACKET.matcher(line);
        if (!packet.matches()) {
            throw new IllegalArgumentException("not a line of a recording: " + line);
        }
        List<Out> out = new ArrayList<>();
        Matcher frames = OUT.matcher(packet.group("out"));
        while (frames.find()) {
            out.add(new Out(frames.group(1), HexFormat.of().parseHex(frames.group(2))));
        }
        return new Recording(packet.group("id"), packet.group("note"), packet.group("in"),
                HexFormat.of().parseHex(packet.group("hex")), out);
    }
}
