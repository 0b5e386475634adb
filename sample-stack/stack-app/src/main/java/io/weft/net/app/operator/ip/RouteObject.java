package io.weft.net.app.operator.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.app.operator.text.Json;
import io.weft.net.app.operator.text.Words;
import io.weft.net.route.Route;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.ListedRoute;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.TableNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `ip route`.
final class RouteObject implements IpObject {

    private final NetStack stack;
    private final Devices devices;

    RouteObject(NetStack stack, Devices devices) {
        this.stack = stack;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "route";
    }

    @Override
    public String help() {
        return """
                Usage: weft ip route show [ PREFIX ] [ dev DEVICE ] [ via ADDRESS ] [ table { TABLE | all } ]
                       weft ip route flush table TABLE
                       weft ip route get ADDRESS [ from ADDRESS ] [ iif DEVICE ] [ mark NUMBER ] [ tos TOS ]
                       weft ip route { add | change | replace | del } [ TYPE ] PREFIX [ via ADDRESS ] [ dev DEVICE ] [ table TABLE ]
                TYPE := { unicast | blackhole | unreachable | prohibit }
                TABLE := { local | main | default | NUMBER }
                """;
    }

    @Override
    public List<String> commands() {
        return List.of("list", "show", "lst", "get", "add", "change", "replace", "prepend", "append", "test", "delete", "flush", "help");
    }

    @Override
    public String run(String command, Words words, IpOptions options) throws IpFailure {
        return switch (command) {
            case "show" -> show(words, options);
            case "get" -> new RouteQuestion(stack, devices).ask(words, options);
            case "add" -> add(entry(words));
            case "replace", "change" -> replace(entry(words), command.equals("change"));
            case "delete" -> delete(words);
            case "flush" -> flush(words);
            default -> throw IpFailure.notHere("ip route " + command);
        };
    }

    // ---- changing

    private RouteEntry entry(Words words) throws IpFailure {
        RouteWords read = RouteWords.read(words);
        if (read.device() != null) {
            devices.get(read.device());
        }
        return read.entry();
    }

    private String add(RouteEntry entry) throws IpFailure {
        if (there(entry.prefix(), entry.table())) {
            throw IpFailure.answered("File exists");
        }
        return put(entry, stack::addRoute);
    }

    private static String put(RouteEntry entry, Consumer<RouteEntry> how) throws IpFailure {
        try {
            how.accept(entry);
            return "";
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            throw IpFailure.refused(reason.contains("gateway") ? "Nexthop has invalid gateway" : reason);
        }
    }

    private String replace(RouteEntry entry, boolean mustBeThere) throws IpFailure {
        if (mustBeThere && !there(entry.prefix(), entry.table())) {
            throw IpFailure.answered("No such file or directory");
        }
        return put(entry, stack::replaceRoute);
    }

    private String delete(Words words) throws IpFailure {
        RouteWords read = RouteWords.read(words);
        for (ListedRoute line : stack.listedRoutes(read.table())) {
            if (line.prefix().equals(read.prefix()) && !line.ofAddress() && read.allows(line.route())) {
                stack.removeRoute(line.prefix(), read.table());
                return "";
            }
        }
        throw IpFailure.answered("No such process");
    }

    private boolean there(Ipv4Prefix prefix, int table) {
        return stack.listedRoutes(table).stream().anyMatch(line -> line.prefix().equals(prefix));
    }

    private String flush(Words words) throws IpFailure {
        if (words.isEmpty()) {
            throw IpFailure.failed("\"ip route flush\" requires arguments.");
        }
        Selection selection = Selection.read(words);
        for (int table : tables(selection)) {
            for (ListedRoute line : stack.listedRoutes(table)) {
                if (!line.ofAddress() && selection.holds(line)) {
                    stack.removeRoute(line.prefix(), table);
                }
            }
        }
        return "";
    }

    // ---- showing

    /// Which routes are meant.
    private record Selection(@Nullable Ipv4Prefix prefix, @Nullable String device, int gateway, @Nullable String table) {

        static Selection read(Words words) throws IpFailure {
            @Nullable Ipv4Prefix prefix = null;
            @Nullable String device = null;
            int gateway = Ipv4.ANY;
            @Nullable String table = null;
            while (!words.isEmpty()) {
                String word = words.take();
                switch (word) {
                    case "dev", "oif" -> device = RouteWords.value(words);
                    case "via" -> gateway = RouteWords.address(RouteWords.value(words));
                    case "table" -> table = RouteWords.value(words);
                    case "exact", "to" -> prefix = RouteWords.prefix(RouteWords.value(words));
                    case "proto", "scope", "type", "root", "match", "metric", "src" -> throw IpFailure.notHere("the selector " + word);
                    default -> {
                        if (prefix != null) {
                            throw IpFailure.garbage("to", word);
                        }
                        prefix = RouteWords.prefix(word);
                    }
                }
            }
            return new Selection(prefix, device, gateway, table);
        }

        boolean holds(ListedRoute line) {
            return (prefix == null || prefix.equals(line.prefix()))
                    && (device == null || device.equals(RouteText.device(line.route())))
                    && (gateway == Ipv4.ANY || line.route() instanceof Route.Unicast hop && hop.gateway() == gateway);
        }
    }

    private List<Integer> tables(Selection selection) throws IpFailure {
        if (selection.table == null) {
            return List.of(TableNumbers.MAIN);
        }
        if (selection.table.equals("all")) {
            List<Integer> all = new ArrayList<>(stack.otherTables());
            all.addAll(List.of(TableNumbers.MAIN, TableNumbers.LOCAL));
            return all;
        }
        return List.of(RouteWords.table(selection.table));
    }

    private String show(Words words, IpOptions options) throws IpFailure {
        Selection selection = Selection.read(words);
        if (selection.device != null) {
            devices.get(selection.device);
        }
        boolean all = "all".equals(selection.table);
        StringBuilder text = new StringBuilder();
        List<Map<String, Object>> trees = new ArrayList<>();
        for (int table : tables(selection)) {
            for (ListedRoute line : stack.listedRoutes(table)) {
                if (selection.holds(line)) {
                    RouteText route = new RouteText(line, all && table != TableNumbers.MAIN ? TableNumbers.format(table) : null,
                            selection.device != null, selection.gateway != Ipv4.ANY);
                    text.append(route.words()).append('\n');
                    trees.add(route.tree());
                }
            }
        }
        return options.json() ? Json.of(trees, options.pretty()) : text.toString();
    }
}
