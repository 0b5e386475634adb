package io.weft.net.app.operator.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.address.MacAddress;
import io.weft.net.app.operator.text.Json;
import io.weft.net.app.operator.text.Words;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.neighbor.NeighborEntry;
import io.weft.net.stack.neighbor.NeighborState;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `ip neighbour`.
final class NeighborObject implements IpObject {

    private final NetStack stack;
    private final Devices devices;

    NeighborObject(NetStack stack, Devices devices) {
        this.stack = stack;
        this.devices = devices;
    }

    /// @param mac null where none was named
    private record Named(int address, String device, @Nullable MacAddress mac) { }

    @Override
    public String name() {
        return "neighbour";
    }

    @Override
    public String help() {
        return """
                Usage: weft ip neigh show [ PREFIX ] [ dev DEVICE ] [ nud STATE ]
                       weft ip neigh flush { dev DEVICE | PREFIX | all }
                       weft ip neigh { add | replace } ADDRESS lladdr MAC dev DEVICE [ nud permanent ]
                       weft ip neigh del ADDRESS dev DEVICE
                """;
    }

    @Override
    public List<String> commands() {
        return List.of("add", "change", "chg", "replace", "delete", "get", "show", "lst", "list", "flush", "help");
    }

    @Override
    public String run(String command, Words words, IpOptions options) throws IpFailure {
        return switch (command) {
            case "show" -> show(words, options);
            case "add", "replace", "change", "chg" -> add(named(words), command);
            case "delete" -> delete(named(words));
            case "flush" -> flush(words);
            default -> throw IpFailure.notHere("ip neigh " + command);
        };
    }

    // ---- changing

    private String add(Named named, String command) throws IpFailure {
        boolean there = find(named);
        if (command.equals("add") && there) {
            throw IpFailure.answered("File exists");
        }
        if (command.startsWith("ch") && !there) {
            throw IpFailure.answered("No such file or directory");
        }
        if (named.mac == null) {
            throw IpFailure.refused("No link layer address given");
        }
        stack.addNeighbor(named.device, named.address, named.mac);
        return "";
    }

    private String delete(Named named) throws IpFailure {
        if (!find(named)) {
            throw IpFailure.answered("No such file or directory");
        }
        stack.removeNeighbor(named.device, named.address);
        return "";
    }

    private boolean find(Named named) {
        return stack.neighbors().stream().anyMatch(entry -> entry.address() == named.address && entry.device().equals(named.device));
    }

    private Named named(Words words) throws IpFailure {
        @Nullable Integer address = null;
        @Nullable String device = null;
        @Nullable MacAddress mac = null;
        while (!words.isEmpty()) {
            String word = words.take();
            switch (word) {
                case "dev" -> device = RouteWords.value(words);
                case "lladdr" -> mac = mac(RouteWords.value(words));
                case "nud" -> requirePermanent(RouteWords.value(words));
                case "to" -> address = RouteWords.address(RouteWords.value(words));
                default -> {
                    if (address != null) {
                        throw IpFailure.garbage("to", word);
                    }
                    address = RouteWords.address(word);
                }
            }
        }
        if (address == null || device == null) {
            throw IpFailure.usage("Device and destination are required arguments.");
        }
        return new Named(address, devices.get(device).name(), mac);
    }

    private static MacAddress mac(String word) throws IpFailure {
        try {
            return MacAddress.parse(word);
        } catch (IllegalArgumentException e) {
            throw IpFailure.failed("\"" + word + "\" is invalid lladdr.");
        }
    }

    private static void requirePermanent(String state) throws IpFailure {
        if (!state.equals("permanent")) {
            throw IpFailure.notHere("a neighbour that is set to " + state);
        }
    }

    // ---- showing

    private record Selection(Ipv4Prefix prefix, @Nullable String device, @Nullable NeighborState state) {

        boolean holds(NeighborEntry entry) {
            return prefix.contains(entry.address()) && (device == null || device.equals(entry.device()))
                    && (state == null || state == entry.state());
        }
    }

    private Selection selection(Words words) throws IpFailure {
        Ipv4Prefix prefix = Ipv4Prefix.ALL;
        @Nullable String device = null;
        @Nullable NeighborState state = null;
        while (!words.isEmpty()) {
            String word = words.take();
            switch (word) {
                case "dev" -> device = devices.get(RouteWords.value(words)).name();
                case "nud" -> state = state(RouteWords.value(words));
                case "to" -> prefix = RouteWords.prefix(RouteWords.value(words));
                default -> prefix = RouteWords.prefix(word);
            }
        }
        return new Selection(prefix, device, state);
    }

    private static @Nullable NeighborState state(String word) throws IpFailure {
        if (word.equals("all")) {
            return null;
        }
        for (NeighborState state : NeighborState.values()) {
            if (state.name().equalsIgnoreCase(word)) {
                return state;
            }
        }
        throw IpFailure.wrong(word, "nud state is bad");
    }

    /// Without those that the operator set for good, as ip does, unless they are asked for by their state.
    private String flush(Words words) throws IpFailure {
        if (words.isEmpty()) {
            throw IpFailure.failed("Flush requires arguments.");
        }
        Selection selection = selection(words);
        for (NeighborEntry entry : stack.neighbors()) {
            if (selection.holds(entry) && (entry.state() != NeighborState.PERMANENT || selection.state == NeighborState.PERMANENT)) {
                stack.removeNeighbor(entry.device(), entry.address());
            }
        }
        return "";
    }

    private String show(Words words, IpOptions options) throws IpFailure {
        Selection selection = selection(words);
        List<NeighborEntry> entries = stack.neighbors().stream().filter(selection::holds)
                .sorted(Comparator.comparing(NeighborEntry::device).thenComparingInt(entry -> entry.address() ^ Integer.MIN_VALUE)).toList();
        if (options.json()) {
            return Json.of(entries.stream().map(entry -> tree(entry, selection)).toList(), options.pretty());
        }
        StringBuilder text = new StringBuilder();
        for (NeighborEntry entry : entries) {
            text.append(Ipv4.format(entry.address())).append(' ')
                    .append(selection.device == null ? "dev " + entry.device() + " " : "")
                    .append(entry.mac().equals(MacAddress.ZERO) ? "" : "lladdr " + entry.mac() + " ").append(entry.state()).append(" \n");
        }
        return text.toString();
    }

    private static Map<String, Object> tree(NeighborEntry entry, Selection selection) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("dst", Ipv4.format(entry.address()));
        if (selection.device == null) {
            tree.put("dev", entry.device());
        }
        if (!entry.mac().equals(MacAddress.ZERO)) {
            tree.put("lladdr", entry.mac().toString());
        }
        tree.put("state", List.of(entry.state().name()));
        return tree;
    }
}
