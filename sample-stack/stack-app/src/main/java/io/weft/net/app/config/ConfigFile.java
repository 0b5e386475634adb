package io.weft.net.app.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import io.weft.net.drivers.DriverUri;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.RoutingRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a router from a YAML file.
///
///     nics:
///       - name: eth0
///         driver: raw:eth0
///         addresses: [192.168.1.1/24]
///     routes:
///       - default via 203.0.113.254
///       - default via 10.9.0.3 table 100
///     ip-rules:
///       - fwmark 0x1 lookup 100
///     neighbors:
///       - 192.168.1.2 lladdr 02:00:00:00:01:10 dev eth0
///     echo: 7
///     http: www 8080
///     rules: rules.v4
///
/// `plugins`, `signers` and `control` may be there too; a `nic` may have `mtu` and `mac`. Relative paths are relative to the file.
public final class ConfigFile {

    private ConfigFile() { }

    /// @throws ConfigException naming file, line, key and what is allowed there
    public static RouterConfig read(Path file) throws ConfigException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("--config " + file + ": no such file", e);
        } catch (IOException e) {
            throw new ConfigException("--config " + file + ": cannot be read: " + FileFault.reason(e), e);
        }
        return parse(text, file);
    }

    /// @param file for messages, and for relative paths
    static RouterConfig parse(String yaml, Path file) throws ConfigException {
        try {
            ObjectMapper mapper = mapper(file);
            return mapper.readTree(yaml).isMissingNode() ? RouterConfig.EMPTY : mapper.readValue(yaml, RouterConfig.class);
        } catch (JsonProcessingException e) {
            throw new ConfigException(place(file, e) + inWords(e), e);
        }
    }

    private static ObjectMapper mapper(Path file) {
        SimpleModule notations = new SimpleModule();
        add(notations, DriverUri.class, NicConfig::driver);
        add(notations, InterfaceAddress.class, InterfaceAddress::parse);
        add(notations, MacAddress.class, MacAddress::parse);
        add(notations, RouteEntry.class, RouteEntry::parse);
        add(notations, RoutingRule.class, RoutingRule::parse);
        add(notations, NeighborConfig.class, NeighborConfig::read);
        add(notations, ServicePort.class, ServicePort::read);
        add(notations, HttpConfig.class, text -> HttpConfig.read(text, file::resolveSibling));
        add(notations, Path.class, file::resolveSibling);
        return YAMLMapper.builder()
                .addModule(notations)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
    }

    private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> notation) {
        module.addDeserializer(type, new Notation<>(type, notation));
    }

    private static String place(Path file, JsonProcessingException e) {
        @Nullable JsonLocation at = e.getLocation();
        return at == null ? file + ": " : file + ", line " + at.getLineNr() + ": ";
    }

    private static String inWords(JsonProcessingException e) {
        String key = e instanceof JsonMappingException mapping ? path(mapping) : "";
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "the key " + key + " is not known; allowed here: "
                    + unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
            case JsonMappingException mapping when complaint(mapping) instanceof String complaint -> key + ": " + complaint;
            case MismatchedInputException mismatch -> key + (key.isEmpty() ? "" : ": ") + shortened(mismatch.getOriginalMessage());
            default -> shortened(e.getOriginalMessage());
        };
    }

    /// What a notation or a record said against its value; null where it was not one of them that failed.
    private static @Nullable String complaint(Throwable e) {
        for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof IllegalArgumentException wrong) {
                return String.valueOf(wrong.getMessage());
            }
        }
        return null;
    }

    /// `nics[0].mtu`.
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    /// Without the Java types that Jackson names, and without the pieces of the file that its YAML parser quotes.
    private static String shortened(String message) {
        return message.lines().filter(line -> !line.startsWith(" ")).collect(Collectors.joining(": "))
                .replaceAll("Missing required creator property .*", "is missing")
                .replaceAll("Cannot deserialize value of type `[^`]*\\bint`|Cannot deserialize value of type `java.lang.Integer`", "want a number, not")
                .replaceAll("Cannot deserialize value of type `java.util.ArrayList<[^`]*`", "want a list, not")
                .replaceAll("Cannot (deserialize|construct instance of)[^`]*`[^`]*`", "want keys and values, not")
                .replaceAll(" \\(although at least one Creator exists\\)", "");
    }

    /// A value that is written as one word or line.
    private static final class Notation<T> extends StdDeserializer<T> {

        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> read;

        Notation(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.currentToken().isScalarValue()) {
                throw JsonMappingException.from(parser, "want one line of text", new IllegalArgumentException("want one line of text"));
            }
            try {
                // the text as it stands: YAML 1.1 would read a MAC address of digits as a number to the base of 60
                return read.apply(parser.getText());
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(parser, String.valueOf(e.getMessage()), e);
            }
        }
    }
}
