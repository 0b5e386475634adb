package io.weft.net.benchmarks.iperf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One test against an `iperf3` server, as its client: the control connection, on which both say in which state the test is. Runs on
/// the loop thread of the stack that it measures.
///
/// A state is a byte; parameters and results are JSON behind their length in four bytes.
final class IperfTest implements TcpHandler {

    private static final int PORT = 5201;
    private static final int COOKIE_BYTES = 37;
    private static final int SETTLE_S = 20;
    /// iperf3 serves one test after another and turns others away.
    private static final int ATTEMPTS = 50;
    private static final long BETWEEN_MS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    // the states of iperf3's iperf_api.h
    private static final int TEST_START = 1;
    private static final int TEST_RUNNING = 2;
    private static final int TEST_END = 4;
    private static final int PARAM_EXCHANGE = 9;
    private static final int CREATE_STREAMS = 10;
    private static final int EXCHANGE_RESULTS = 13;
    private static final int DISPLAY_RESULTS = 14;
    private static final int IPERF_DONE = 16;

    private final NetStack stack;
    private final int server;
    private final Direction direction;
    private final long durationNs;
    private final byte[] cookie = (UUID.randomUUID().toString() + '\0').getBytes(StandardCharsets.US_ASCII);
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final ByteBuffer arrived = ByteBuffer.allocate(1 << 16);
    private final DataStream data;
    private boolean readsResults;
    private long startNs;
    private double ownSeconds;
    private long peersBytes;
    private double peersSeconds;
    private @Nullable TcpSocket dataSocket;

    private IperfTest(NetStack stack, int server, Direction direction, long durationNs) {
        this.stack = stack;
        this.server = server;
        this.direction = direction;
        this.durationNs = durationNs;
        data = new DataStream(cookie, direction);
        if (cookie.length != COOKIE_BYTES) {
            throw new AssertionError("a cookie has " + COOKIE_BYTES + " bytes");
        }
    }

    /// What one test has come to.
    ///
    /// @param ownBytes what this end has written or read until the test ended
    /// @param peersBytes what the server says that it has
    record Outcome(Direction direction, long ownBytes, double ownSeconds, long peersBytes, double peersSeconds) {

        /// Gbit/s of data as the receiving end counts.
        double gigabits() {
            return switch (direction) {
                case UP -> peersBytes * 8.0 / peersSeconds / 1e9;
                case DOWN -> ownBytes * 8.0 / ownSeconds / 1e9;
            };
        }

        long sentBytes() {
            return direction == Direction.UP ? ownBytes : peersBytes;
        }

        long receivedBytes() {
            return direction == Direction.UP ? peersBytes : ownBytes;
        }
    }

    /// Runs a test and waits for its end.
    ///
    /// @return what both ends have counted
    static Outcome run(NetStack stack, int server, Direction direction, long durationNs) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return new IperfTest(stack, server, direction, durationNs).result();
            } catch (ExecutionException turnedAway) {
                if (attempt == ATTEMPTS) {
                    throw turnedAway;
                }
                Thread.sleep(BETWEEN_MS);
            }
        }
    }

    private Outcome result() throws Exception {
        stack.onLoop(() -> stack.tcp().connect(server, PORT, this));
        return outcome.get(TimeUnit.NANOSECONDS.toSeconds(durationNs) + SETTLE_S, TimeUnit.SECONDS);
    }

    @Override
    public void connected(TcpSocket control) {
        control.noDelay(true);
        say(control, ByteBuffer.wrap(cookie));
    }

    @Override
    public void readable(TcpSocket control) {
        try {
            control.read(arrived);
            arrived.flip();
            while (takesNext(control)) {
                // until what has come is not a whole message
            }
            arrived.compact();
        } catch (IOException e) {
            closed(control, e);
        }
    }

    private boolean takesNext(TcpSocket control) throws IOException {
        if (!arrived.hasRemaining()) {
            return false;
        }
        if (!readsResults) {
            enter(arrived.get(), control);
            return true;
        }
        if (arrived.remaining() < 4 || arrived.remaining() < 4 + arrived.getInt(arrived.position())) {
            return false;
        }
        byte[] text = new byte[arrived.getInt()];
        arrived.get(text);
        readsResults = false;
        takeResults(JSON.readTree(text));
        return true;
    }

    private void enter(int state, TcpSocket control) throws IOException {
        switch (state) {
            case PARAM_EXCHANGE -> say(control, json(parameters()));
            case CREATE_STREAMS -> dataSocket = stack.tcp().connect(server, PORT, data);
            case TEST_START -> { }
            case TEST_RUNNING -> {
                startNs = System.nanoTime();
                data.start(Objects.requireNonNull(dataSocket));
                stack.schedule(durationNs, () -> end(control));
            }
            case EXCHANGE_RESULTS -> {
                readsResults = true;
                say(control, json(Map.of("cpu_util_total", 0, "cpu_util_user", 0, "cpu_util_system", 0, "sender_has_retransmits", 0,
                        "streams", new Object[] {Map.of("id", 1, "bytes", data.bytes(), "retransmits", 0, "jitter", 0, "errors", 0,
                                "packets", 0, "start_time", 0, "end_time", durationNs / 1e9)})));
            }
            case DISPLAY_RESULTS -> {
                say(control, ByteBuffer.wrap(new byte[] {IPERF_DONE}));
                control.close();
                Objects.requireNonNull(dataSocket).abort();
                outcome.complete(new Outcome(direction, data.bytes(), ownSeconds, peersBytes, peersSeconds));
            }
            default -> throw new IOException("the iperf3 server says " + state + ", which is no state of a test: it may be busy with another");
        }
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>(Map.of("tcp", true, "omit", 0, "time", TimeUnit.NANOSECONDS.toSeconds(durationNs),
                "num", 0, "blockcount", 0, "parallel", 1, "len", DataStream.BLOCK_BYTES, "client_version", "3.12"));
        if (direction == Direction.DOWN) {
            // that it is named counts, whatever its value
            parameters.put("reverse", true);
        }
        return parameters;
    }

    private void end(TcpSocket control) {
        data.stop();
        ownSeconds = (System.nanoTime() - startNs) / 1e9;
        say(control, ByteBuffer.wrap(new byte[] {TEST_END}));
    }

    private void takeResults(JsonNode results) {
        JsonNode stream = results.path("streams").path(0);
        peersBytes = stream.path("bytes").asLong();
        peersSeconds = stream.path("end_time").asDouble() - stream.path("start_time").asDouble();
    }

    @Override
    public void closed(TcpSocket socket, @Nullable IOException why) {
        outcome.completeExceptionally(why != null ? why : new IOException("the iperf3 server has closed"));
    }

    private static ByteBuffer json(Map<String, ?> value) throws JsonProcessingException {
        byte[] text = JSON.writeValueAsBytes(value);
        return ByteBuffer.allocate(4 + text.length).putInt(text.length).put(text).flip();
    }

    private static void say(TcpSocket control, ByteBuffer words) {
        try {
            control.write(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
