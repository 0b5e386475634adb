package io.weft.hook;

import java.util.List;
import java.util.function.Consumer;

/// Writes hook tables as JSON (RFC 8259).
final class HooksJson {

    private final StringBuilder json = new StringBuilder();

    private HooksJson() { }

    static String of(HooksInfo hooks) {
        HooksJson writer = new HooksJson();
        writer.json.append("{\"points\":");
        writer.array(hooks.points(), writer::point);
        writer.json.append(",\"queues\":");
        writer.array(hooks.queues(), writer::queue);
        return writer.json.append('}').toString();
    }

    private void point(PointInfo point) {
        json.append("{\"name\":");
        string(point.name());
        json.append(",\"subject\":");
        string(point.subject());
        json.append(",\"faultPolicy\":");
        string(point.faultPolicy().name());
        json.append(",\"handlers\":");
        array(point.handlers(), this::handler);
        json.append('}');
    }

    private void handler(HandlerHealth health) {
        HandlerInfo handler = health.handler();
        json.append("{\"plugin\":");
        string(handler.plugin());
        json.append(",\"name\":");
        string(handler.name());
        number("priority", handler.priority());
        number("accepted", handler.accepted());
        number("dropped", handler.dropped());
        number("stolen", handler.stolen());
        number("queued", handler.queued());
        number("faults", handler.faults());
        json.append(",\"breaker\":");
        string(health.breaker().name());
        number("opened", health.opened());
        number("bypassed", health.bypassed());
        number("slow", health.slow());
        json.append('}');
    }

    private void queue(QueueInfo queue) {
        json.append("{\"name\":");
        string(queue.name());
        number("waiting", queue.waiting());
        number("accepted", queue.accepted());
        number("dropped", queue.dropped());
        number("timedOut", queue.timedOut());
        number("overflowed", queue.overflowed());
        json.append('}');
    }

    private void number(String name, long number) {
        json.append(",\"").append(name).append("\":").append(number);
    }

    private <T> void array(List<T> elements, Consumer<T> write) {
        json.append('[');
        String separator = "";
        for (T element : elements) {
            json.append(separator);
            write.accept(element);
            separator = ",";
        }
        json.append(']');
    }

    /// RFC 8259 §7. Halves of surrogate pairs are escaped too, so that the text can always be encoded.
    private void string(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
