package io.weft.net.testkit.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.StackSettings;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpListener;
import io.weft.net.stack.tcp.TcpSettings;
import io.weft.net.stack.tcp.TcpSocket;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import io.weft.net.testkit.time.VirtualTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stack's TCP and its peer on a clock of their own; the test plays the peer, and reads like a packetdrill script.
///
///     peer("S 0:0(0) win 32792 <mss 1000>");
///     stack("S. 0:0(0) ack 1 <mss 1460>");
///     peer(". 1:1(0) ack 1 win 257");
///
/// Flags are S F R P, E for ECE, W for CWR and `.` for ACK; then first and next sequence number and the length, the acknowledgment number,
/// the window as on the wire, options, and what the IP header says of ECN, `[ect]` or `[ce]`, or its whole
/// field, `[tos 16]`. Numbers count from each end's initial one. Of the stack's segments the window is compared only where it is written, a `TS` option's value is written `*`. A segment's data is what its
/// place in the stream says, so that a wrong byte is found.
///
/// The stack is 192.168.1.1/24 on one Ethernet of MTU 1500, the peer 192.168.1.2, and everything else is behind 192.168.1.3. Closing the
/// conversation asserts that no packet was lost on the way and nothing threw.
public final class TcpConversation implements AutoCloseable {

    public static final String PEER = "192.168.1.2";
    public static final String STACK = "192.168.1.1";
    public static final int PEER_PORT = 40_000;
    public static final int STACK_PORT = 8_080;
    /// So that its numbers pass 2³¹ early.
    public static final int PEER_ISS = 0x7FFF_F000;

    private static final String GATEWAY = "192.168.1.3";
    private static final String PEER_MAC = "02:00:00:00:01:10";
    private static final String STACK_MAC = "02:00:00:00:00:10";
    private static final int IP = 14;
    private static final int TCP = IP + 20;
    private static final Pattern SCRIPT = Pattern.compile(
            "([SFRPEW.]+) (\\d+):(\\d+)\\((\\d+)\\)(?: ack (\\d+))?(?: win (\\d+))?(?: <(.*)>)?(?: \\[(ect|ce|tos \\d+)])?");

    private final VirtualTime time = new VirtualTime();
    private final TestDriver link = TestDriver.ethernet(STACK_MAC, 1500, Offloads.NONE);
    private final NetStack stack;
    private final Queue<byte[]> sent = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private int stackPort = STACK_PORT;
    private int iss;
    private int lastTimestamp;
    private int peerTimestamp = 1_000;
    private @Nullable TcpListener listener;
    private @Nullable TcpSocket socket;

    private final TcpHandler handler = new TcpHandler() {
        @Override
        public void connected(TcpSocket of) {
            heard.add("connected");
        }

        @Override
        public void readable(TcpSocket of) {
            heard.add("readable");
        }

        @Override
        public void writable(TcpSocket of) {
            heard.add("writable");
        }

        @Override
        public void closed(TcpSocket of, @Nullable IOException why) {
            heard.add(why == null ? "closed" : why.getMessage());
        }
    };

    public TcpConversation() {
        this(settings -> settings);
    }

    /// @param settings of the stack's TCP, where they are not Linux's
    public TcpConversation(UnaryOperator<TcpSettings> settings) {
        StackSettings asLinux = StackSettings.DEFAULT;
        stack = NetStack.builder().name("stack").clock(time::nowNs).random(new Random(1)).poolPackets(1_024)
                .settings(asLinux.withTcp(settings.apply(asLinux.tcp()))).build();
        stack.addDevice("eth0", link);
        stack.addAddress("eth0", InterfaceAddress.parse(STACK + "/24"));
        stack.addNeighbor("eth0", Ipv4.parse(PEER), MacAddress.parse(PEER_MAC));
        stack.addNeighbor("eth0", Ipv4.parse(GATEWAY), MacAddress.parse(PEER_MAC));
        stack.addRoute(RouteEntry.parse("default via " + GATEWAY));
        time.drive(stack);
    }

    public NetStack stack() {
        return stack;
    }

    // ---- what the program does

    public TcpConversation listen(int backlog) throws IOException {
        listener = stack.tcp().listen(0, STACK_PORT, backlog, _ -> heard.add("acceptable"));
        return this;
    }

    public TcpListener listener() {
        return Objects.requireNonNull(listener, "nobody listens");
    }

    public void closeListener() {
        listener().close();
        settle();
    }

    /// The program takes the next connection that stands; null where there is none.
    public @Nullable TcpSocket accept() {
        socket = listener().accept();
        if (socket != null) {
            socket.handler(handler);
        }
        return socket;
    }

    public TcpSocket connect() throws IOException {
        socket = stack.tcp().connect(0, STACK_PORT, Ipv4.parse(PEER), PEER_PORT, handler);
        settle();
        return socket;
    }

    /// The connection that the program has.
    public TcpSocket socket() {
        return Objects.requireNonNull(socket, "there is no connection");
    }

    /// The program writes the next bytes of its stream.
    public int write(int from, int length) throws IOException {
        int taken = socket().write(stream(from, length), 0, length);
        settle();
        return taken;
    }

    /// The program reads so many bytes, which are to be the stream's from `from` on.
    public void read(int from, int length) throws IOException {
        byte[] got = new byte[length];
        assertThat(socket().read(got, 0, length)).as("bytes read").isEqualTo(length);
        assertThat(got).isEqualTo(stream(from, length));
        settle();
    }

    public void readsEnd() throws IOException {
        assertThat(socket().read(new byte[1], 0, 1)).as("end of the stream").isEqualTo(-1);
    }

    public void shutdownOutput() {
        socket().shutdownOutput();
        settle();
    }

    public void close(TcpSocket which) {
        which.close();
        settle();
    }

    public void abort() {
        socket().abort();
        settle();
    }

    /// What the program was told since it was last asked.
    public void heard(String... events) {
        assertThat(heard).containsExactly(events);
        heard.clear();
    }

    // ---- what the peer does, and is to see

    /// A segment from the peer.
    public TcpConversation peer(String script) {
        Matcher words = match(script);
        return arrive(segment(words));
    }

    /// A destination-unreachable about the stack's segment that begins with `first`.
    public TcpConversation unreachable(int code, int mtu, int first) {
        byte[] quoted = PacketBuilder.tcp(STACK, stackPort, PEER, PEER_PORT).sequence(iss + first).payloadOf(100).bytes();
        return arrive(PacketBuilder.icmp(GATEWAY, STACK, 3, code, mtu).payload(Arrays.copyOf(quoted, 28)));
    }

    /// Any IP packet arrives, from whomever.
    public TcpConversation arrive(PacketBuilder packet) {
        return arrive(packet, _ -> { });
    }

    /// A packet arrives about which the card says more.
    public TcpConversation arrive(PacketBuilder packet, Consumer<Packet> marks) {
        link.arrive(packet.ethernet(PEER_MAC, STACK_MAC).bytes(), marks);
        settle();
        return this;
    }

    /// A segment of the peer to be made up further. `first` counts from the peer's initial number, `acknowledged` from the stack's.
    public PacketBuilder segment(int first, int acknowledged) {
        return PacketBuilder.tcp(PEER, PEER_PORT, STACK, stackPort).sequence(PEER_ISS + first).acknowledgment(iss + acknowledged);
    }

    private PacketBuilder segment(Matcher words) {
        int first = Integer.parseInt(words.group(2));
        int length = Integer.parseInt(words.group(4));
        PacketBuilder built = PacketBuilder.tcp(PEER, PEER_PORT, STACK, stackPort).sequence(PEER_ISS + first)
                .acknowledgment(words.group(5) == null ? 0 : iss + Integer.parseInt(words.group(5)))
                .flags(flags(words.group(1))).window(words.group(6) == null ? 65_535 : Integer.parseInt(words.group(6)))
                .payload(stream(first, length));
        if (words.group(8) != null) {
            built = built.tos(switch (words.group(8)) {
                case "ect" -> 2;
                case "ce" -> 3;
                default -> Integer.parseInt(words.group(8).substring("tos ".length()));
            });
        }
        int[] options = options(words.group(7) == null ? "" : words.group(7));
        return options.length == 0 ? built : built.tcpOptions(options);
    }

    /// The stack's initial sequence number, after it has sent its SYN.
    public int iss() {
        return iss;
    }

    /// The next segment of the stack is this one.
    public TcpConversation stack(String script) {
        assertThat(sent).as("segments that the stack sent, when " + script + " is due").isNotEmpty();
        byte[] frame = sent.remove();
        PacketAssert.assertThatFrame(frame).goesTo(PEER_MAC).hasSource(STACK).hasDestination(PEER).hasTtl(64)
                .hasDontFragment(true);
        assertThat(written(frame, match(script).group(6) != null)).isEqualTo(script);
        return this;
    }

    public TcpConversation stackIsSilent() {
        assertThat(sent.stream().map(frame -> written(frame, true))).isEmpty();
        return this;
    }

    /// What the stack sent, not looked at.
    public TcpConversation ignoreSent() {
        sent.clear();
        return this;
    }

    /// The sequence number of the stack's latest segment that was not looked at.
    public int lastSequence() {
        return ByteBuffer.wrap(sent.stream().reduce((_, later) -> later).orElseThrow()).getInt(TCP + 4);
    }

    /// How many segments the stack sent that were not looked at.
    public int sentSegments() {
        return sent.size();
    }

    /// That nothing but this was dropped, once.
    public void droppedOnly(DropReason reason) {
        assertThat(stack.pool().drops().of(reason)).as(reason.name()).isOne();
        assertThat(stack.pool().drops().total()).as("all drops").isOne();
    }

    /// Lets milliseconds pass.
    public TcpConversation pass(long millis) {
        time.pass(Duration.ofMillis(millis));
        peerTimestamp += (int) millis;
        return gather();
    }

    private void settle() {
        time.settle();
        gather();
    }

    private TcpConversation gather() {
        for (byte[] frame : link.takeSent()) {
            ByteBuffer bytes = ByteBuffer.wrap(frame);
            boolean toPeer = bytes.getInt(IP + 16) == Ipv4.parse(PEER) && bytes.getShort(TCP + 2) == (short) PEER_PORT;
            if (toPeer && (frame[TCP + 13] & TcpHeader.SYN) != 0) {
                iss = bytes.getInt(TCP + 4);
                stackPort = Short.toUnsignedInt(bytes.getShort(TCP));
            }
            sent.add(frame);
        }
        return this;
    }

    // ---- scripts

    private static Matcher match(String script) {
        Matcher words = SCRIPT.matcher(script);
        if (!words.matches()) {
            throw new IllegalArgumentException("'" + script + "' is no segment");
        }
        return words;
    }

    private static int flags(String letters) {
        int flags = 0;
        for (char letter : letters.toCharArray()) {
            flags |= switch (letter) {
                case 'S' -> TcpHeader.SYN;
                case 'F' -> TcpHeader.FIN;
                case 'R' -> TcpHeader.RST;
                case 'P' -> TcpHeader.PSH;
                case 'E' -> TcpHeader.ECE;
                case 'W' -> TcpHeader.CWR;
                case '.' -> TcpHeader.ACK;
                default -> throw new IllegalArgumentException("flag " + letter);
            };
        }
        return flags;
    }

    /// `sack 1001:2001 3001:4001` counts from the stack's initial number. `TS` alone has the peer's clock and the last value of the stack; `TS old` a value of 10 minutes before.
    private int[] options(String words) {
        List<Integer> octets = new ArrayList<>();
        for (String word : words.isEmpty() ? new String[0] : words.split(",")) {
            String[] parts = word.split(" ");
            switch (parts[0]) {
                case "mss" -> octets.addAll(List.of(2, 4, Integer.parseInt(parts[1]) >>> 8, Integer.parseInt(parts[1]) & 255));
                case "sackOK" -> octets.addAll(List.of(1, 1, 4, 2));
                case "sack" -> {
                    octets.addAll(List.of(1, 1, 5, 2 + 8 * (parts.length - 1)));
                    for (int i = 1; i < parts.length; i++) {
                        String[] ends = parts[i].split(":");
                        addWord(octets, iss + Integer.parseInt(ends[0]));
                        addWord(octets, iss + Integer.parseInt(ends[1]));
                    }
                }
                case "wscale" -> octets.addAll(List.of(1, 3, 3, Integer.parseInt(parts[1])));
                case "TS" -> {
                    octets.addAll(List.of(1, 1, 8, 10));
                    addWord(octets, parts.length > 1 ? peerTimestamp - 600_000 : peerTimestamp);
                    addWord(octets, lastTimestamp);
                }
                default -> throw new IllegalArgumentException("option " + word);
            }
        }
        return octets.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void addWord(List<Integer> octets, int word) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            octets.add(word >>> shift & 255);
        }
    }

    private String written(byte[] frame, boolean withWindow) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        int flags = frame[TCP + 13];
        int headerLength = (frame[TCP + 12] >>> 4 & 15) * 4;
        int length = Short.toUnsignedInt(bytes.getShort(IP + 2)) - 20 - headerLength;
        boolean reset = (flags & TcpHeader.RST) != 0 && bytes.getInt(TCP + 4) == 0;
        int first = reset ? 0 : bytes.getInt(TCP + 4) - iss;
        StringBuilder text = new StringBuilder();
        text.append((flags & TcpHeader.SYN) != 0 ? "S" : "").append((flags & TcpHeader.FIN) != 0 ? "F" : "")
                .append((flags & TcpHeader.RST) != 0 ? "R" : "").append((flags & TcpHeader.PSH) != 0 ? "P" : "")
                .append((flags & TcpHeader.ECE) != 0 ? "E" : "").append((flags & TcpHeader.CWR) != 0 ? "W" : "")
                .append((flags & TcpHeader.ACK) != 0 ? "." : "").append(' ').append(first).append(':').append(first + length)
                .append('(').append(length).append(')');
        if ((flags & TcpHeader.ACK) != 0) {
            text.append(" ack ").append(bytes.getInt(TCP + 8) - PEER_ISS);
        }
        if (withWindow) {
            text.append(" win ").append(Short.toUnsignedInt(bytes.getShort(TCP + 14)));
        }
        String options = writtenOptions(bytes, headerLength);
        if (!options.isEmpty()) {
            text.append(" <").append(options).append('>');
        }
        int ecn = frame[IP + 1] & 0xFF;
        text.append(ecn == 0 ? "" : ecn == 2 ? " [ect]" : " [tos " + ecn + "]");
        byte[] data = new byte[length];
        bytes.get(TCP + headerLength, data);
        assertThat(data).as("data of " + text).isEqualTo(stream(first, length));
        return text.toString();
    }

    private String writtenOptions(ByteBuffer bytes, int headerLength) {
        List<String> words = new ArrayList<>();
        for (int at = TCP + 20; at < TCP + headerLength; at += bytes.get(at) == 1 ? 1 : bytes.get(at + 1)) {
            switch (bytes.get(at)) {
                case 1 -> { }
                case 2 -> words.add("mss " + Short.toUnsignedInt(bytes.getShort(at + 2)));
                case 3 -> words.add("wscale " + bytes.get(at + 2));
                case 4 -> words.add("sackOK");
                case 5 -> words.add(writtenBlocks(bytes, at));
                case 8 -> {
                    lastTimestamp = bytes.getInt(at + 2);
                    words.add("TS *");
                }
                default -> words.add("kind " + bytes.get(at));
            }
        }
        return String.join(",", words);
    }

    private static String writtenBlocks(ByteBuffer bytes, int at) {
        StringBuilder text = new StringBuilder("sack");
        for (int place = at + 2; place < at + bytes.get(at + 1); place += 8) {
            text.append(' ').append(bytes.getInt(place) - PEER_ISS).append(':').append(bytes.getInt(place + 4) - PEER_ISS);
        }
        return text.toString();
    }

    /// What both ends' streams consist of.
    public static byte[] stream(int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((from + i) * 7 + (from + i) / 251);
        }
        return bytes;
    }

    @Override
    public void close() {
        stack.close();
        assertThat(stack.pool().underWay()).as("packets that nobody gave back").isZero();
        assertThat(stack.tcp().bufferBytes()).as("memory of buffers that nobody gave back").isZero();
        assertThat(stack.faults()).as("faults").isZero();
    }
}
