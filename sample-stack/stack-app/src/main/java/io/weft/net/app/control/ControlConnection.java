package io.weft.net.app.control;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client of the control door: reads its call, runs the command when its turn has come, sends what it prints.
///
/// Only the command itself runs within the turn. All that depends on the client's speed lies before it (the words, the input) or
/// beside it (the output, through an {@link Outbox}).
final class ControlConnection {

    /// The words of a call, all together.
    static final int MAX_WORDS_BYTES = 2 * 1024 * 1024;
    static final int MAX_WORDS = 4096;
    /// The input of a call.
    static final int MAX_INPUT_BYTES = 64 * 1024 * 1024;

    private static final int OUTBOX_BYTES = 8 * 1024 * 1024;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);

    private final SocketChannel channel;
    private final Supplier<List<Command>> commands;
    private final Lock turn;
    private final Runnable called;
    private final FrameReader reader;
    private final FrameWriter writer;
    private volatile boolean waitsForClient = true;

    /// @param turn held while a command runs
    /// @param called told when the words of the call are complete
    ControlConnection(SocketChannel channel, Supplier<List<Command>> commands, Lock turn, Runnable called) {
        this.channel = channel;
        this.commands = commands;
        this.turn = turn;
        this.called = called;
        this.reader = new FrameReader(channel);
        this.writer = new FrameWriter(channel);
    }

    /// Serves the client's one call to its end. Returns also when the client misbehaves or goes away.
    void serve() throws IOException, InterruptedException {
        try {
            int version = reader.require().version();
            if (version != Frame.VERSION) {
                throw new Refusal("the running router speaks version " + Frame.VERSION + " of the control protocol and this weft version "
                        + version + ": use the weft that started the router");
            }
            writer.write(Frame.hello(Frame.VERSION));
            List<String> words = readWords();
            called.run();
            if (words.isEmpty()) {
                answer(new CommandList(commands.get()), List.of());
            } else {
                answer(find(words.getFirst()), words.subList(1, words.size()));
            }
        } catch (Refusal refusal) {
            writer.write(Frame.text(Frame.Type.REFUSED, refusal.getMessage()));
        }
    }

    private List<String> readWords() throws IOException, Refusal {
        List<String> words = new ArrayList<>();
        int bytes = 0;
        for (Frame frame = reader.require(); frame.type() != Frame.Type.CALL; frame = reader.require()) {
            if (frame.type() != Frame.Type.ARGUMENT) {
                throw new Refusal("a word of the call was expected, not " + frame);
            }
            bytes += frame.payload().length;
            if (words.size() == MAX_WORDS || bytes > MAX_WORDS_BYTES) {
                throw new Refusal("a call has at most " + MAX_WORDS + " words and " + MAX_WORDS_BYTES + " bytes");
            }
            words.add(frame.text());
        }
        return words;
    }

    private Command find(String name) throws Refusal {
        for (Command command : commands.get()) {
            if (command.name().equals(name)) {
                return command;
            }
        }
        throw new Refusal("the running router offers no command '" + name + "'");
    }

    /// Whether it is the client that the connection waits for, and not its turn or the command.
    boolean waitsForClient() {
        return waitsForClient;
    }

    private void answer(Command command, List<String> words) throws IOException, Refusal, InterruptedException {
        boolean lasts = command.lasts(words);
        CallersEnd end = new CallersEnd();
        InputStream input = lasts ? end : command.readsInput(words) ? fetchInput() : InputStream.nullInputStream();
        waitsForClient = false;
        // who lasts holds up nobody, and may wait for its caller
        Outbox outbox = new Outbox(OUTBOX_BYTES, lasts ? Long.MAX_VALUE : PATIENCE_NS);
        Thread sender = Thread.ofVirtual().name("weft-control-sender").start(() -> send(outbox));
        if (lasts) {
            Thread.ofVirtual().name("weft-control-watch").start(() -> watch(outbox, end));
        }
        int exitCode = runInTurn(command, words, input, new CallOutput(outbox));
        end.come();
        try {
            outbox.put(Frame.exit(exitCode));
        } finally {
            waitsForClient = true;
            outbox.finish();
            sender.join();
        }
    }

    private InputStream fetchInput() throws IOException, Refusal {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        while (true) {
            writer.write(Frame.of(Frame.Type.WANT_INPUT));
            Frame frame = reader.require();
            if (frame.type() == Frame.Type.INPUT_END) {
                return new ByteArrayInputStream(input.toByteArray());
            }
            if (frame.type() != Frame.Type.INPUT) {
                throw new Refusal("input was expected, not " + frame);
            }
            if (input.size() + frame.payload().length > MAX_INPUT_BYTES) {
                throw new Refusal("the input is longer than " + MAX_INPUT_BYTES + " bytes");
            }
            input.writeBytes(frame.payload());
        }
    }

    private int runInTurn(Command command, List<String> words, InputStream input, CallOutput output) throws IOException {
        boolean lasts = command.lasts(words);
        if (!lasts) {
            turn.lock();
        }
        try {
            int exitCode = command.run(new CommandCall(List.copyOf(words), input, output.out(), output.err()));
            output.flush();
            return exitCode;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // a plugin's fault, to be told to both: the caller and the daemon's log
            LOG.error("command {} failed", command.name(), e);
            output.err().println(command.name() + ": failed inside the router: " + e);
            output.flush();
            return 1;
        } finally {
            if (!lasts) {
                turn.unlock();
            }
        }
    }

    /// Notices that the client has had enough of a command that lasts, or goes away: it has nothing else to say.
    private void watch(Outbox outbox, CallersEnd end) {
        try {
            if (reader.require().type() == Frame.Type.INPUT_END) {
                end.come();
                reader.require();
            }
        } catch (IOException gone) {
            LOG.debug("a client went away: {}", gone.toString());
        } finally {
            end.come();
            outbox.breakOff();
        }
    }

    private void send(Outbox outbox) {
        try {
            for (@Nullable Frame frame = outbox.take(); frame != null; frame = outbox.take()) {
                writer.write(frame);
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("a client went away: {}", e.toString());
        } finally {
            outbox.breakOff();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a control connection: {}", e.toString());
        }
    }

    /// A call that is answered with a sentence instead of being run.
    private static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /// What a call without words runs: a line with name and summary for each command.
    private record CommandList(List<Command> commands) implements Command {

        @Override
        public String name() {
            return "";
        }

        @Override
        public String summary() {
            return "lists the commands";
        }

        @Override
        public int run(CommandCall call) {
            commands.stream().sorted(Comparator.comparing(Command::name))
                    .forEach(command -> call.out().println(command.name() + "\t" + command.summary()));
            return 0;
        }
    }
}
