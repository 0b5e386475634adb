package io.weft.net.app.operator.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

/// Writes maps, lists, texts, numbers and booleans as JSON (RFC 8259).
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() { }

    /// @param pretty indented, not in one line
    public static String of(Object value, boolean pretty) {
        try {
            ObjectWriter writer = pretty ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer();
            return writer.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can be made of " + value.getClass(), e);
        }
    }
}
