package io.weft.net.app.roundtrip;

import io.weft.net.app.router.Router;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.stack.NetStack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Somebody's rules: the kernel's, worked by the installed tool, or weft's.
sealed interface Tables extends AutoCloseable {

    /// What a call left behind.
    ///
    /// @param err without the tool's name and its usage, which tell them apart
    record Answer(int exitCode, String out, String err) {

        private static final Pattern COMMENTS = Pattern.compile("(?m)^#.*\n");

        static Answer of(int exitCode, byte[] out, byte[] err) {
            return new Answer(exitCode, COMMENTS.matcher(new String(out, StandardCharsets.ISO_8859_1)).replaceAll(""),
                    new String(err, StandardCharsets.ISO_8859_1).replace("iptables-legacy", "iptables"));
        }
    }

    /// Runs `iptables`, `iptables-save` or `iptables-restore`.
    ///
    /// @param words parted by spaces
    Answer run(String words, String input) throws Exception;

    @Override
    void close() throws Exception;

    /// The kernel's, in a network namespace that closing removes.
    record Kernel(String namespace, Path files) implements Tables {

        private static final long SECONDS = 60;

        static Kernel make() throws Exception {
            String name = "weftrt" + ProcessHandle.current().pid();
            new ProcessBuilder("ip", "netns", "add", name).inheritIO().start().waitFor();
            return new Kernel(name, Files.createTempDirectory("weft"));
        }

        @Override
        public Answer run(String words, String input) throws Exception {
            Path in = Files.writeString(files.resolve("in"), input);
            Path out = files.resolve("out");
            Path err = files.resolve("err");
            String command = words.replaceFirst("iptables", "iptables-legacy");
            Process process = new ProcessBuilder(("ip netns exec " + namespace + " " + command).split(" "))
                    .redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " does not end");
            }
            return Answer.of(process.exitValue(), Files.readAllBytes(out), Files.readAllBytes(err));
        }

        @Override
        public void close() throws Exception {
            new ProcessBuilder("ip", "netns", "del", namespace).inheritIO().start().waitFor();
            for (String name : List.of("in", "out", "err")) {
                Files.deleteIfExists(files.resolve(name));
            }
            Files.delete(files);
        }
    }

    /// Weft's: a router without NICs, with all the plugins that come with weft.
    record Weft(Router router) implements Tables {

        static Weft make(Path plugins) throws Exception {
            return new Weft(Router.around(NetStack.builder().name("roundtrip").build(), plugins));
        }

        @Override
        public Answer run(String words, String input) throws IOException {
            List<String> all = List.of(words.split(" "));
            Command command = router.command(all.getFirst()).orElseThrow();
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            try (var outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
                    var errStream = new PrintStream(err, false, StandardCharsets.UTF_8)) {
                int exitCode = command.run(new CommandCall(all.subList(1, all.size()),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), outStream, errStream));
                outStream.flush();
                errStream.flush();
                return Answer.of(exitCode, out.toByteArray(), err.toByteArray());
            }
        }

        @Override
        public void close() {
            router.close();
        }
    }
}
