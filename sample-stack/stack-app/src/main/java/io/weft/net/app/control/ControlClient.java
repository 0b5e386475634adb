package io.weft.net.app.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The client's end of the control door: runs one command inside the daemon, as if it were a process here.
public final class ControlClient {

    /// What the shell reports of a process that wrote into a closed pipe: 128 and SIGPIPE.
    private static final int EXIT_BROKEN_PIPE = 141;

    private final Path path;
    private volatile @Nullable SocketChannel called;

    public ControlClient(Path path) {
        this.path = path;
    }

    /// Sends the words, passes input and output through, and waits for the end.
    ///
    /// @param words the command's name and its arguments; none asks for the list of commands, a line each, name and summary with a tab
    ///     between
    /// @param in read only if the command wants input
    /// @return the command's exit code
    /// @throws ControlException when no daemon is there, it refuses the call, or it goes away; the message says what to do
    public int call(List<String> words, InputStream in, OutputStream out, OutputStream err) throws ControlException {
        try (SocketChannel channel = connect()) {
            FrameReader reader = new FrameReader(channel);
            FrameWriter writer = new FrameWriter(channel);
            writer.write(Frame.hello(Frame.VERSION));
            requireSameVersion(reader.require());
            List<Frame> call = new ArrayList<>();
            for (String word : words) {
                call.add(argument(word));
            }
            call.add(Frame.of(Frame.Type.CALL));
            sendUnlessShut(writer, call);
            called = channel;
            return converse(reader, writer, in, out, err);
        } catch (ControlException e) {
            throw e;
        } catch (IOException e) {
            throw new ControlException("the router at " + path + " went away: " + e.getMessage(), e);
        }
    }

    /// Asks a command that lasts to come to its end, from another thread than the one that called; the call then returns its exit code.
    public void end() {
        SocketChannel channel = called;
        if (channel != null) {
            sendUnlessShut(new FrameWriter(channel), List.of(Frame.of(Frame.Type.INPUT_END)));
        }
    }

    private static int converse(FrameReader reader, FrameWriter writer, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        while (true) {
            Frame frame = reader.require();
            switch (frame.type()) {
                case WANT_INPUT -> sendUnlessShut(writer, List.of(nextInput(in)));
                case OUTPUT -> {
                    if (!passOn(frame, out)) {
                        return EXIT_BROKEN_PIPE;
                    }
                }
                case ERROR -> {
                    if (!passOn(frame, err)) {
                        return EXIT_BROKEN_PIPE;
                    }
                }
                case EXIT -> {
                    return frame.exitCode();
                }
                case REFUSED -> throw new ControlException(frame.text());
                case HELLO, ARGUMENT, CALL, INPUT, INPUT_END -> throw new ProtocolException("it sent a frame that clients send: " + frame);
            }
        }
    }

    /// A daemon that refuses a call says so and shuts the door, perhaps while the call is still being sent: what it said can be read.
    private static void sendUnlessShut(FrameWriter writer, List<Frame> frames) {
        try {
            for (Frame frame : frames) {
                writer.write(frame);
            }
        } catch (IOException _) {
            // the reader finds the refusal, or the end
        }
    }

    private SocketChannel connect() throws IOException {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > ControlSocket.MAX_PATH_BYTES) {
            throw new ControlException("control socket " + path + ": the path is longer than the " + ControlSocket.MAX_PATH_BYTES
                    + " bytes of a Unix domain socket's");
        }
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            throw new ControlException("no router listens at " + path + " any more. Start one with 'weft run', or say where it is with "
                    + "--control PATH", e);
        } catch (SocketException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("denied")) {
                throw new ControlException("permission denied at " + path + ": only the user who started the router (and root) may steer it",
                        e);
            }
            if (Files.exists(path)) {
                throw new ControlException("the router at " + path + " cannot be reached: " + reason, e);
            }
            throw new ControlException("no router is running at " + path + ". Start one with 'weft run', or say where it is with "
                    + "--control PATH", e);
        }
    }

    private static void requireSameVersion(Frame frame) throws IOException {
        if (frame.type() == Frame.Type.REFUSED) {
            throw new ControlException(frame.text());
        }
        if (frame.version() != Frame.VERSION) {
            throw new ControlException("the running router speaks version " + frame.version() + " of the control protocol and this weft "
                    + "version " + Frame.VERSION + ": use the weft that started the router");
        }
    }

    private static Frame argument(String word) throws ControlException {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Frame.MAX_PAYLOAD) {
            throw new ControlException("a word of " + bytes.length + " bytes is longer than the " + Frame.MAX_PAYLOAD + " allowed");
        }
        return new Frame(Frame.Type.ARGUMENT, bytes);
    }

    private static Frame nextInput(InputStream in) throws IOException {
        byte[] buffer = new byte[Frame.MAX_PAYLOAD];
        int length = in.read(buffer);
        return length < 0 ? Frame.of(Frame.Type.INPUT_END) : new Frame(Frame.Type.INPUT, Arrays.copyOf(buffer, length));
    }

    private static boolean passOn(Frame frame, OutputStream to) {
        try {
            to.write(frame.payload());
            to.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
