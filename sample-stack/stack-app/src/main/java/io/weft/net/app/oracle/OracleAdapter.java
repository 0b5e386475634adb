package io.weft.net.app.oracle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.net.app.router.RouterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `cmd:` protocol of `oracle.py`: a question a line, an answer a line, and a fresh router for each case.
public final class OracleAdapter implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path plugins;
    private final PrintStream err;
    private @Nullable OracleRouter router;

    /// @param plugins the folder of plugin jars, loaded anew for each case
    public OracleAdapter(Path plugins, PrintStream err) {
        this(plugins, err, null);
    }

    /// @param router the one that stands already, which this adapter then closes
    public OracleAdapter(Path plugins, PrintStream err, @Nullable OracleRouter router) {
        this.plugins = plugins;
        this.err = err;
        this.router = router;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Question(
            String op,
            @Nullable String name,
            @Nullable String rules,
            @Nullable Topology topology,
            @JsonProperty("in") @Nullable String nic,
            @Nullable String hex,
            @JsonProperty("wait_ms") double waitMs) { }

    /// Answers until the questions end.
    public void converse(InputStream in, OutputStream out) throws IOException, RouterException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (@Nullable String line = questions.readLine(); line != null; line = questions.readLine()) {
            Object answer = answer(JSON.readValue(line, Question.class));
            out.write((JSON.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private Object answer(Question question) throws IOException, RouterException {
        return switch (question.op) {
            case "case" -> {
                close();
                router = OracleRouter.inMemory(String.valueOf(question.name), required(question.topology, "topology"),
                        required(question.rules, "rules"), plugins, err);
                yield Map.of("ok", true);
            }
            case "packet" -> Map.of("out", current().packet(required(question.nic, "in"),
                            HexFormat.of().parseHex(required(question.hex, "hex")), Math.round(question.waitMs * 1e6)).stream()
                    .map(frame -> List.of(frame.nic(), HexFormat.of().formatHex(frame.bytes()))).toList());
            case "final" -> Map.of("save", current().savedRules(), "conntrack", current().connections());
            default -> throw new IOException("the question has an 'op' that is not known: " + question.op);
        };
    }

    private OracleRouter current() throws IOException {
        if (router == null) {
            throw new IOException("a packet was sent before a case");
        }
        return router;
    }

    private static <T> T required(@Nullable T value, String key) throws IOException {
        if (value == null) {
            throw new IOException("the question has no '" + key + "'");
        }
        return value;
    }

    @Override
    public void close() {
        if (router != null) {
            router.close();
            router = null;
        }
    }
}
