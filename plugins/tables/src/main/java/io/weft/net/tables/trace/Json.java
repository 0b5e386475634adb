package io.weft.net.tables.trace;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes maps, lists, texts, numbers and booleans as JSON (RFC 8259), indented.
final class Json {

    private final StringBuilder text = new StringBuilder();

    private Json() { }

    static String of(Object value) {
        var json = new Json();
        json.write(value, 0);
        return json.text.append('\n').toString();
    }

    private void write(@Nullable Object value, int depth) {
        switch (value) {
            case Map<?, ?> map -> writeAll('{', map.entrySet(), '}', depth);
            case Collection<?> list -> writeAll('[', list, ']', depth);
            case Number number -> text.append(number);
            case Boolean flag -> text.append(flag);
            case null -> text.append("null");
            default -> quote(value.toString());
        }
    }

    private void writeAll(char open, Collection<?> elements, char close, int depth) {
        text.append(open);
        Iterator<?> each = elements.iterator();
        while (each.hasNext()) {
            text.append('\n').repeat("  ", depth + 1);
            if (each.next() instanceof Object element) {
                if (element instanceof Map.Entry<?, ?> entry) {
                    quote(String.valueOf(entry.getKey()));
                    text.append(": ");
                    write(entry.getValue(), depth + 1);
                } else {
                    write(element, depth + 1);
                }
            }
            if (each.hasNext()) {
                text.append(',');
            }
        }
        if (!elements.isEmpty()) {
            text.append('\n').repeat("  ", depth);
        }
        text.append(close);
    }

    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
