package io.weft.net.tables.trace;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes maps, lists, texts, numbers and booleans as JSON (RFC 8259), indented or in one line.
final class Json {

    private final StringBuilder text = new StringBuilder();

    private final boolean indented;

    private Json(boolean indented) {
        this.indented = indented;
    }

    static String of(Object value) {
        return of(value, true);
    }

    static String line(Object value) {
        return of(value, false);
    }

    private static String of(Object value, boolean indented) {
        var json = new Json(indented);
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
            breakLine(depth + 1);
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
                text.append(indented ? "," : ", ");
            }
        }
        if (!elements.isEmpty()) {
            breakLine(depth);
        }
        text.append(close);
    }

    private void breakLine(int depth) {
        if (indented) {
            text.append('\n').repeat("  ", depth);
        }
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
