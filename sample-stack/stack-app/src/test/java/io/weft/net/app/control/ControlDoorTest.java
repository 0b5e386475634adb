package io.weft.net.app.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlDoorTest {

    @TempDir
    Path directory;

    private Path path;
    private ControlServer server;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    private final List<Command> commands = List.of(
            command("say", "prints its words", false, call -> {
                call.arguments().forEach(call.out()::println);
                return 0;
            }),
            command("fail", "prints to both and answers 3", false, call -> {
                call.out().print("one ");
                call.err().print("two ");
                call.out().print("three");
                return 3;
            }),
            command("count", "counts its input", true, call -> {
                call.out().println(call.in().transferTo(java.io.OutputStream.nullOutputStream()));
                return 0;
            }),
            command("flood", "prints more than anybody keeps", false, call -> {
                byte[] line = new byte[64 * 1024];
                for (int i = 0; i < 1024; i++) {
                    call.out().write(line);
                }
                return 0;
            }),
            command("throw", "fails", false, call -> {
                throw new IllegalStateException("as told");
            }),
            command("alone", "notes how many run at once", false, call -> {
                mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
                return 0;
            }));

    @BeforeEach
    void open() throws IOException {
        path = directory.resolve("control.sock");
        server = door(path, commands);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void passesWordsUntouchedAndTheExitCodeBack() throws IOException {
        Result said = call("", "say", "-A", "", "a b", "--help", "ÄÖ\n");
        assertThat(said).isEqualTo(new Result(0, "-A\n\na b\n--help\nÄÖ\n\n", ""));
        assertThat(call("", "fail")).isEqualTo(new Result(3, "one three", "two "));
    }

    @Test
    void streamsInputOfAnyLengthUpToTheBound() throws IOException {
        assertThat(call("", "count").out).isEqualTo("0\n");
        assertThat(call("x".repeat(5_000_000), "count").out).isEqualTo("5000000\n");
        assertThatThrownBy(() -> call("x".repeat(ControlConnection.MAX_INPUT_BYTES + 1), "count")).isInstanceOf(ControlException.class)
                .hasMessageContaining("input is longer than");
    }

    @Test
    void leavesInputAloneThatNobodyAskedFor() throws IOException {
        InputStream input = new ByteArrayInputStream("the loop's next line".getBytes(UTF_8));
        new ControlClient(path).call(List.of("say", "x"), input, new ByteArrayOutputStream(), new ByteArrayOutputStream());
        assertThat(input.available()).isEqualTo(20);
    }

    @Test
    void aFailingCommandIsToldAndTheDoorStaysOpen() throws IOException {
        assertThat(call("", "throw")).isEqualTo(
                new Result(1, "", "throw: failed inside the router: java.lang.IllegalStateException: as told\n"));
        assertThat(call("", "say", "x").exitCode).isZero();
    }

    @Test
    void anUnknownCommandIsRefusedAndTheListNamesThoseThatAreThere() throws IOException {
        assertThatThrownBy(() -> call("", "nonsense")).isInstanceOf(ControlException.class)
                .hasMessage("the running router offers no command 'nonsense'");
        assertThat(call("").out).startsWith("alone\tnotes how many run at once\ncount\t");
    }

    @Test
    void wordsBeyondTheBoundsAreRefused() {
        String[] many = Stream.generate(() -> "x").limit(ControlConnection.MAX_WORDS + 1).toArray(String[]::new);
        assertThatThrownBy(() -> call("", many)).isInstanceOf(ControlException.class).hasMessageContaining("at most 4096 words");
        assertThatThrownBy(() -> call("", "say", "x".repeat(Frame.MAX_PAYLOAD + 1))).isInstanceOf(ControlException.class)
                .hasMessageContaining("is longer than");
    }

    @Test
    void commandsRunOneAtATime() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Result>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(clients.submit(() -> call("", "alone")));
            }
            for (Future<Result> each : calls) {
                assertThat(each.get().exitCode).isZero();
            }
        }
        assertThat(mostRunning).hasValue(1);
    }

    @Test
    void clientsThatSayNothingTypeSlowlyOrDoNotReadHoldUpNobody() throws Exception {
        try (SocketChannel silent = connect(); SocketChannel typing = connect(); SocketChannel deaf = connect()) {
            ask(typing, "count");
            FrameReader reader = new FrameReader(typing);
            assertThat(reader.require().version()).isEqualTo(Frame.VERSION);
            assertThat(reader.require().type()).isEqualTo(Frame.Type.WANT_INPUT);
            ask(deaf, "flood");

            assertThat(call("", "say", "through").out).isEqualTo("through\n");
            assertThat(silent.isConnected()).isTrue();
        }
    }

    @Test
    void aCallThatLastsHoldsUpNobodyAndEndsWhenItsClientGoes() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Path other = directory.resolve("other.sock");
        Command follow = new Command() {
            @Override
            public String name() {
                return "follow";
            }

            @Override
            public String summary() {
                return "goes on";
            }

            @Override
            public boolean lasts(List<String> arguments) {
                return true;
            }

            @Override
            public int run(CommandCall call) {
                call.out().println("begun");
                while (!call.out().checkError()) {
                    Thread.yield();
                }
                ended.countDown();
                return 0;
            }
        };
        try (ControlServer _ = door(other, List.of(follow, command("say", "", false, call -> 7)));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
            ask(client, "follow");
            FrameReader reader = new FrameReader(client);
            assertThat(reader.require().version()).isEqualTo(Frame.VERSION);
            assertThat(reader.require().text()).isEqualTo("begun\n");
            assertThat(new ControlClient(other).call(List.of("say"), InputStream.nullInputStream(), new ByteArrayOutputStream(),
                    new ByteArrayOutputStream())).isEqualTo(7);
            client.close();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCallThatLastsHasALastWordWhenItsClientHasHadEnough() throws Exception {
        Path other = directory.resolve("other.sock");
        CountDownLatch begun = new CountDownLatch(1);
        Command follow = new Command() {
            @Override
            public String name() {
                return "follow";
            }

            @Override
            public String summary() {
                return "goes on";
            }

            @Override
            public boolean lasts(List<String> arguments) {
                return true;
            }

            @Override
            public int run(CommandCall call) throws IOException {
                begun.countDown();
                int end = call.in().read();
                call.out().println("so it ends: " + end);
                return 5;
            }
        };
        try (ControlServer _ = door(other, List.of(follow)); ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            ControlClient client = new ControlClient(other);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Future<Integer> exitCode = callers.submit(() -> client.call(List.of("follow"), InputStream.nullInputStream(), out, out));
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            client.end();
            assertThat(exitCode.get(10, TimeUnit.SECONDS)).isEqualTo(5);
            assertThat(out.toString(UTF_8)).isEqualTo("so it ends: -1\n");
        }
    }

    @Test
    void aClientThatReadsGetsMoreThanTheDoorKeeps() throws IOException {
        assertThat(call("", "flood").out).hasSize(64 * 1024 * 1024);
    }

    @Test
    void callsBeyondTheBoundPushOutTheOldestThatIsWaitedFor() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                silent.add(connect());
            }
            assertThat(call("", "say", "in").out).isEqualTo("in\n");
            assertThat(silent.getFirst().read(ByteBuffer.allocate(1))).as("the first was sent away").isEqualTo(-1);
        } finally {
            for (SocketChannel each : silent) {
                each.close();
            }
        }
    }

    @Property(tries = 100)
    void garbageHarmsNobody(@ForAll @Size(max = 100) byte[] garbage) throws Exception {
        Path place = Files.createTempDirectory("weft-door").resolve("s");
        try (ControlServer door = door(place, List.of(command("say", "", false, call -> 0)))) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
                channel.write(ByteBuffer.wrap(garbage));
            }
            assertThat(new ControlClient(door.path()).call(List.of("say"), InputStream.nullInputStream(), new ByteArrayOutputStream(),
                    new ByteArrayOutputStream())).isZero();
        } finally {
            Files.deleteIfExists(place.resolveSibling("s.lock"));
            Files.deleteIfExists(place.getParent());
        }
    }

    @Test
    void aClientOfAnotherVersionIsToldSo() throws IOException {
        try (SocketChannel channel = connect()) {
            new FrameWriter(channel).write(Frame.hello(Frame.VERSION + 1));
            Frame answer = new FrameReader(channel).require();
            assertThat(answer.type()).isEqualTo(Frame.Type.REFUSED);
            assertThat(answer.text()).contains("speaks version 1 of the control protocol and this weft version 2");
        }
    }

    @Test
    void theSocketIsForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("control.sock", "control.sock.lock");
        }
    }

    @Test
    void aSocketInUseIsNotTakenOver() throws IOException {
        assertThatThrownBy(() -> ControlServer.open(path)).isInstanceOf(ControlException.class)
                .hasMessageContaining("a router is running already: it holds the control socket " + path);
        assertThat(call("", "say", "still here").out).isEqualTo("still here\n");
    }

    @Test
    void aDeadDaemonsSocketIsTakenOver() throws IOException {
        Path dead = directory.resolve("dead.sock");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(dead));
        }
        Files.createFile(directory.resolve("dead.sock.lock"));
        assertThat(dead).as("closing leaves the file, as a kill does").exists();
        assertThatThrownBy(() -> new ControlClient(dead).call(List.of("say"), InputStream.nullInputStream(),
                new ByteArrayOutputStream(), new ByteArrayOutputStream())).hasMessageContaining("no router listens at");

        try (ControlServer next = door(dead, commands)) {
            assertThat(new ControlClient(next.path()).call(List.of("say"), InputStream.nullInputStream(), new ByteArrayOutputStream(),
                    new ByteArrayOutputStream())).isZero();
        }
        assertThat(dead).doesNotExist();
    }

    @Test
    void aPlaceThatWillNotDoIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> ControlServer.open(file)).hasMessageContaining("a file that is no socket is there");
        assertThat(file).exists();
        assertThatThrownBy(() -> ControlServer.open(directory.resolve("no/where")))
                .hasMessageContaining("does not exist: make it, or name another place with --control");
        assertThatThrownBy(() -> ControlServer.open(directory.resolve("x".repeat(110))))
                .hasMessageContaining("bytes, a Unix domain socket's has at most 106");
    }

    @Test
    void withoutARouterTheClientSaysHowToStartOne() {
        assertThatThrownBy(() -> new ControlClient(directory.resolve("none")).call(List.of("say"), InputStream.nullInputStream(),
                new ByteArrayOutputStream(), new ByteArrayOutputStream())).isInstanceOf(ControlException.class)
                .hasMessage("no router is running at " + directory.resolve("none")
                        + ". Start one with 'weft run', or say where it is with --control PATH");
    }

    @Test
    void closingWaitsForTheCommandThatRuns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Path other = directory.resolve("other.sock");
        ControlServer door = door(other, List.of(command("wait", "", false, call -> {
            inside.countDown();
            await(goOn);
            return 0;
        })));
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                new ControlClient(other).call(List.of("wait"), InputStream.nullInputStream(), new ByteArrayOutputStream(),
                        new ByteArrayOutputStream());
            } catch (ControlException e) {
                // the door may shut before the exit code is through
                assertThat(e).hasMessageContaining("went away");
            }
        });
        inside.await();
        Thread closer = Thread.ofVirtual().start(door::close);
        goOn.countDown();
        closer.join();
        caller.join();
        assertThat(other).doesNotExist();
    }

    private static ControlServer door(Path path, List<Command> commands) throws ControlException {
        ControlServer door = ControlServer.open(path);
        door.serve(() -> commands);
        return door;
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private static void ask(SocketChannel channel, String word) throws IOException {
        FrameWriter writer = new FrameWriter(channel);
        writer.write(Frame.hello(Frame.VERSION));
        writer.write(Frame.text(Frame.Type.ARGUMENT, word));
        writer.write(Frame.of(Frame.Type.CALL));
    }

    private Result call(String input, String... words) throws ControlException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new ControlClient(path).call(List.of(words), new ByteArrayInputStream(input.getBytes(UTF_8)), out, err);
        return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private record Result(int exitCode, String out, String err) { }

    private interface Body {
        int run(CommandCall call) throws IOException;
    }

    private static Command command(String name, String summary, boolean readsInput, Body body) {
        return new Command() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String summary() {
                return summary;
            }

            @Override
            public boolean readsInput(List<String> arguments) {
                return readsInput;
            }

            @Override
            public int run(CommandCall call) throws IOException {
                return body.run(call);
            }
        };
    }
}
