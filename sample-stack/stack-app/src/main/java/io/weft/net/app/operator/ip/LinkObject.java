package io.weft.net.app.operator.ip;

import io.weft.net.app.operator.text.Json;
import io.weft.net.app.operator.text.Words;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.device.NetDevice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `ip link`.
final class LinkObject implements IpObject {

    private final NetStack stack;
    private final Devices devices;

    LinkObject(NetStack stack, Devices devices) {
        this.stack = stack;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "link";
    }

    @Override
    public String help() {
        return """
                Usage: weft ip link show [ DEVICE | dev DEVICE ] [ up ]
                       weft ip link set [ dev ] DEVICE { up | down }

                Names, MTUs and MAC addresses are set where the interface is made: 'weft run --nic NAME=DRIVER,mtu=BYTES,mac=MAC'.
                """;
    }

    @Override
    public List<String> commands() {
        return List.of("add", "set", "delete", "show", "lst", "list", "help");
    }

    @Override
    public String run(String command, Words words, IpOptions options) throws IpFailure {
        return switch (command) {
            case "show" -> show(words, options);
            case "set" -> set(words);
            default -> throw IpFailure.notHere("ip link " + command);
        };
    }

    private String show(Words words, IpOptions options) throws IpFailure {
        List<NetDevice> chosen = devices.shown(words);
        return options.json() ? Json.of(chosen.stream().map(device -> tree(device, options)).toList(), options.pretty())
                : text(chosen, options);
    }

    private static String text(List<NetDevice> chosen, IpOptions options) {
        StringBuilder text = new StringBuilder();
        for (NetDevice device : chosen) {
            if (options.brief()) {
                text.append(String.format("%-16s %-14s %s <%s> %n", device.name(), Devices.state(device), device.mac(),
                        String.join(",", Devices.flags(device))));
            } else {
                String separator = options.oneLine() ? "\\" : "\n";
                text.append(LinkText.of(device, " mode DEFAULT", separator))
                        .append(options.statistics() ? LinkText.statistics(device.counters(), separator) : "").append('\n');
            }
        }
        return text.toString();
    }

    private static Map<String, Object> tree(NetDevice device, IpOptions options) {
        if (options.brief()) {
            Map<String, Object> brief = AddressObject.brief(device);
            brief.put("address", device.mac().toString());
            brief.put("flags", Devices.flags(device));
            return brief;
        }
        Map<String, Object> tree = LinkText.tree(device);
        tree.put("linkmode", "DEFAULT");
        LinkText.addLink(tree, device);
        if (options.statistics()) {
            tree.put("stats64", LinkText.statisticsTree(device.counters()));
        }
        return tree;
    }

    private String set(Words words) throws IpFailure {
        @Nullable String name = null;
        @Nullable Boolean up = null;
        while (!words.isEmpty()) {
            String word = words.take();
            switch (word) {
                case "up" -> up = true;
                case "down" -> up = false;
                case "dev" -> name = RouteWords.value(words);
                case "mtu", "address", "name", "master", "nomaster", "promisc", "arp", "multicast", "txqueuelen" ->
                        throw IpFailure.notHere("ip link set " + word);
                default -> {
                    if (name != null) {
                        throw IpFailure.garbage("dev", word);
                    }
                    name = word;
                }
            }
        }
        if (name == null) {
            throw IpFailure.usage("Not enough information: \"dev\" argument is required.");
        }
        NetDevice device = devices.get(name);
        if (up != null) {
            stack.setUp(device.name(), up);
        }
        return "";
    }
}
