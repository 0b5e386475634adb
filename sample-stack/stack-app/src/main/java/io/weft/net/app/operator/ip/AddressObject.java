package io.weft.net.app.operator.ip;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.app.operator.text.Json;
import io.weft.net.app.operator.text.Words;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.device.NetDevice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `ip address`.
final class AddressObject implements IpObject {

    private static final long FOREVER = 0xFFFF_FFFFL;

    private final NetStack stack;
    private final Devices devices;

    AddressObject(NetStack stack, Devices devices) {
        this.stack = stack;
        this.devices = devices;
    }

    /// An address and the interface to change, as they were named.
    private record Named(InterfaceAddress address, NetDevice device) { }

    @Override
    public String name() {
        return "address";
    }

    @Override
    public String help() {
        return """
                Usage: weft ip address show [ DEVICE | dev DEVICE ] [ up ]
                       weft ip address { add | replace | del } ADDRESS[/LENGTH] dev DEVICE
                       weft ip address flush dev DEVICE
                """;
    }

    @Override
    public List<String> commands() {
        return List.of("add", "change", "chg", "replace", "delete", "show", "lst", "list", "flush", "help");
    }

    @Override
    public String run(String command, Words words, IpOptions options) throws IpFailure {
        return switch (command) {
            case "show" -> show(words, options);
            case "add" -> add(named(words));
            case "replace", "change", "chg" -> replace(named(words));
            case "delete" -> delete(named(words));
            case "flush" -> flush(words);
            default -> throw IpFailure.notHere("ip address " + command);
        };
    }

    // ---- changing

    private String add(Named named) throws IpFailure {
        if (has(named)) {
            throw IpFailure.refused("ipv4: Address already assigned");
        }
        return put(named);
    }

    private String replace(Named named) throws IpFailure {
        return has(named) ? "" : put(named);
    }

    private String put(Named named) throws IpFailure {
        try {
            stack.addAddress(named.device.name(), named.address);
            return "";
        } catch (IllegalArgumentException e) {
            throw IpFailure.refused(String.valueOf(e.getMessage()));
        }
    }

    private String delete(Named named) throws IpFailure {
        if (!has(named)) {
            throw IpFailure.refused("ipv4: Address not found");
        }
        stack.removeAddress(named.device.name(), named.address);
        return "";
    }

    private static boolean has(Named named) {
        return named.device.addresses().contains(named.address);
    }

    private String flush(Words words) throws IpFailure {
        words.takeIf("dev");
        String name = words.poll();
        if (name == null) {
            throw IpFailure.failed("Flush requires arguments.");
        }
        NetDevice device = devices.chosen(name).getFirst();
        for (InterfaceAddress address : device.addresses()) {
            stack.removeAddress(name, address);
        }
        return "";
    }

    private Named named(Words words) throws IpFailure {
        @Nullable InterfaceAddress address = null;
        @Nullable String device = null;
        while (!words.isEmpty()) {
            String word = words.take();
            switch (word) {
                case "dev" -> device = RouteWords.value(words);
                case "local" -> address = read(RouteWords.value(words));
                case "brd", "broadcast", "scope" -> RouteWords.value(words);
                case "peer", "label", "anycast", "valid_lft", "preferred_lft", "metric" -> throw IpFailure.notHere("the word " + word);
                default -> {
                    if (address != null) {
                        throw IpFailure.garbage("local", word);
                    }
                    address = read(word);
                }
            }
        }
        if (device == null) {
            throw IpFailure.failed("Not enough information: \"dev\" argument is required.");
        }
        if (address == null) {
            throw IpFailure.notHere("an interface without an address");
        }
        return new Named(address, devices.get(device));
    }

    private static InterfaceAddress read(String word) throws IpFailure {
        try {
            return InterfaceAddress.parse(word);
        } catch (IllegalArgumentException e) {
            throw IpFailure.noPrefix(word);
        }
    }

    // ---- showing

    private String show(Words words, IpOptions options) throws IpFailure {
        List<NetDevice> chosen = devices.shown(words);
        if (options.inet()) {
            chosen.removeIf(device -> device.addresses().isEmpty());
        }
        if (options.json()) {
            return Json.of(chosen.stream().map(device -> tree(device, options)).toList(), options.pretty());
        }
        StringBuilder text = new StringBuilder();
        chosen.forEach(device -> text.append(options.brief() ? briefText(device) : text(device, options)));
        return text.toString();
    }

    private static String briefText(NetDevice device) {
        StringBuilder text = new StringBuilder(String.format("%-16s %-14s ", device.name(), Devices.state(device)));
        device.addresses().forEach(address -> text.append(address).append(' '));
        return text.append('\n').toString();
    }

    private static String text(NetDevice device, IpOptions options) {
        StringBuilder text = new StringBuilder();
        String separator = options.oneLine() ? "\\" : "\n";
        if (!options.oneLine()) {
            String link = LinkText.of(device, "", separator);
            // asked for one family ip leaves out the link's own address
            text.append(options.inet() ? link.substring(0, link.indexOf('\n')) : link).append('\n');
        }
        for (InterfaceAddress address : device.addresses()) {
            text.append(options.oneLine() ? device.index() + ": " + device.name() + "    inet " : "    inet ").append(address)
                    .append(" scope ").append(scope(address)).append(isSecondary(device, address) ? " secondary " : " ")
                    .append(device.name()).append(separator).append("       valid_lft forever preferred_lft forever\n");
        }
        if (options.statistics() && !options.oneLine()) {
            text.append(LinkText.statistics(device.counters(), "\n").substring(1)).append('\n');
        }
        return text.toString();
    }

    private static Map<String, Object> tree(NetDevice device, IpOptions options) {
        List<Map<String, Object>> addresses = device.addresses().stream().map(address -> tree(device, address, options)).toList();
        if (options.brief()) {
            Map<String, Object> brief = brief(device);
            brief.put("addr_info", addresses);
            return brief;
        }
        Map<String, Object> tree = LinkText.tree(device);
        LinkText.addLink(tree, device);
        tree.put("addr_info", addresses);
        if (options.statistics()) {
            tree.put("stats64", LinkText.statisticsTree(device.counters()));
        }
        return tree;
    }

    private static Map<String, Object> tree(NetDevice device, InterfaceAddress address, IpOptions options) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (!options.brief()) {
            tree.put("family", "inet");
        }
        tree.put("local", Ipv4.format(address.address()));
        tree.put("prefixlen", address.prefixLength());
        if (!options.brief()) {
            tree.put("scope", scope(address));
            if (isSecondary(device, address)) {
                tree.put("secondary", true);
            }
            tree.put("label", device.name());
            tree.put("valid_life_time", FOREVER);
            tree.put("preferred_life_time", FOREVER);
        }
        return tree;
    }

    static Map<String, Object> brief(NetDevice device) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ifname", device.name());
        tree.put("operstate", Devices.state(device));
        return tree;
    }

    /// Of several addresses in a network the first is the primary one.
    private static boolean isSecondary(NetDevice device, InterfaceAddress address) {
        return device.addresses().stream().filter(each -> each.network().equals(address.network())).findFirst()
                .filter(first -> !first.equals(address)).isPresent();
    }

    private static String scope(InterfaceAddress address) {
        return Ipv4.isLoopback(address.address()) ? "host" : "global";
    }
}
