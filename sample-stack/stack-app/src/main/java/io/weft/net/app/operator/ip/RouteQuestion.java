package io.weft.net.app.operator.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.app.operator.text.Json;
import io.weft.net.app.operator.text.Words;
import io.weft.net.route.Route;
import io.weft.net.stack.NetStack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `ip route get`: which way a packet would take.
final class RouteQuestion {

    private final NetStack stack;
    private final Devices devices;
    private int source;
    private int mark;
    private int tos;
    private @Nullable String in;

    RouteQuestion(NetStack stack, Devices devices) {
        this.stack = stack;
        this.devices = devices;
    }

    String ask(Words words, IpOptions options) throws IpFailure {
        words.takeIf("to");
        if (words.isEmpty()) {
            throw IpFailure.failed("need at least a destination address");
        }
        int destination = RouteWords.prefix(words.take()).address();
        while (!words.isEmpty()) {
            String word = words.take();
            switch (word) {
                case "from" -> source = RouteWords.address(RouteWords.value(words));
                case "iif" -> in = devices.get(RouteWords.value(words)).name();
                case "mark" -> mark = (int) number(RouteWords.value(words), 0xFFFF_FFFFL);
                case "tos", "dsfield" -> tos = (int) number(RouteWords.value(words), 0xFF);
                default -> throw IpFailure.notHere("the word " + word);
            }
        }
        return say(destination, stack.routeOf(source, destination, mark, tos, in), options);
    }

    private static long number(String word, long most) throws IpFailure {
        try {
            long value = Long.decode(word);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw IpFailure.wrong(word, "Invalid \"mark\" value");
    }

    private String say(int destination, Route route, IpOptions options) throws IpFailure {
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (route) {
            case Route.Blackhole _ -> throw IpFailure.answered("Invalid argument");
            case Route.Unreachable(int code) -> throw IpFailure.answered(code == 13 ? "Permission denied" : code == 1 ? "No route to host"
                    : in == null ? "Network is unreachable" : "No route to host");
            case Route.Local own -> begin(tree, "local", destination, "lo", own.source());
            case Route.Broadcast all -> begin(tree, "broadcast", destination, all.device().name(), all.source());
            case Route.Unicast hop -> {
                begin(tree, "", destination, "", 0);
                if (hop.gateway() != Ipv4.ANY) {
                    tree.put("gateway", Ipv4.format(hop.gateway()));
                }
                tree.put("dev", hop.device().name());
                if (source == Ipv4.ANY) {
                    tree.put("prefsrc", Ipv4.format(hop.source()));
                }
            }
        }
        if (mark != 0) {
            tree.put("mark", options.json() ? mark : mark < 16 ? Integer.toString(mark) : "0x" + Integer.toHexString(mark));
        }
        tree.put("flags", List.of());
        tree.put("uid", 0);
        List<String> cache = switch (route) {
            case Route.Local _ -> List.of("local");
            case Route.Broadcast _ -> List.of("local", "brd");
            default -> List.of();
        };
        tree.put("cache", cache);
        if (in != null) {
            tree.remove("uid");
            tree.put("iif", in);
        }
        return options.json() ? Json.of(List.of(tree), options.pretty()) : words(tree, cache);
    }

    private void begin(Map<String, Object> tree, String type, int destination, String device, int from) {
        if (!type.isEmpty()) {
            tree.put("type", type);
        }
        tree.put("dst", Ipv4.format(destination));
        if (source != Ipv4.ANY) {
            tree.put("from", Ipv4.format(source));
        }
        if (!device.isEmpty()) {
            tree.put("dev", device);
            if (source == Ipv4.ANY) {
                tree.put("prefsrc", Ipv4.format(from));
            }
        }
    }

    private String words(Map<String, Object> tree, List<String> cache) {
        StringBuilder text = new StringBuilder();
        tree.forEach((key, value) -> {
            switch (key) {
                case "type", "dst" -> text.append(value).append(' ');
                case "gateway" -> text.append("via ").append(value).append(' ');
                case "prefsrc" -> text.append("src ").append(value).append(' ');
                case "flags", "cache", "iif" -> { }
                default -> text.append(key).append(' ').append(value).append(' ');
            }
        });
        text.append("\n    cache ");
        if (!cache.isEmpty()) {
            text.append('<').append(String.join(",", cache)).append("> ");
        }
        return text.append(in == null ? "" : "iif " + in + " ").append('\n').toString();
    }
}
