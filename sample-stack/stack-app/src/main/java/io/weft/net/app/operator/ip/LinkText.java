package io.weft.net.app.operator.ip;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.DriverCounters;
import io.weft.net.stack.device.NetDevice;
import java.util.LinkedHashMap;
import java.util.Map;

/// An interface as `ip link` and the first lines of `ip address` print it.
final class LinkText {

    private LinkText() { }

    /// Two lines, without the last line feed.
    ///
    /// @param mode what stands between the state and the group, such as ` mode DEFAULT`
    static String of(NetDevice device, String mode, String separator) {
        StringBuilder text = new StringBuilder().append(device.index()).append(": ").append(device.name()).append(": <")
                .append(String.join(",", Devices.flags(device))).append("> mtu ").append(device.mtu()).append(" qdisc noqueue state ")
                .append(Devices.state(device)).append(mode).append(" group default qlen 1000").append(separator).append("    link/")
                .append(Devices.linkType(device));
        if (device.isFramed() || device.isLoopback()) {
            text.append(' ').append(device.mac()).append(" brd ").append(broadcast(device));
        } else {
            text.append(' ');
        }
        return text.toString();
    }

    static Map<String, Object> tree(NetDevice device) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ifindex", device.index());
        tree.put("ifname", device.name());
        tree.put("flags", Devices.flags(device));
        tree.put("mtu", device.mtu());
        tree.put("qdisc", "noqueue");
        tree.put("operstate", Devices.state(device));
        return tree;
    }

    static void addLink(Map<String, Object> tree, NetDevice device) {
        tree.put("group", "default");
        tree.put("txqlen", 1000);
        tree.put("link_type", Devices.linkType(device));
        if (device.isFramed() || device.isLoopback()) {
            tree.put("address", device.mac().toString());
            tree.put("broadcast", broadcast(device).toString());
        }
    }

    private static MacAddress broadcast(NetDevice device) {
        return device.isLoopback() ? MacAddress.ZERO : MacAddress.BROADCAST;
    }

    /// The four lines of `ip -s`, each after a separator.
    static String statistics(DriverCounters counters, String separator) {
        return separator + header("RX", "missed", "mcast") + separator
                + numbers(counters.rxBytes(), counters.rxPackets(), counters.rxErrors(), counters.rxDropped())
                + separator + header("TX", "carrier", "collsns") + separator
                + numbers(counters.txBytes(), counters.txPackets(), counters.txErrors(), counters.txDropped());
    }

    private static String header(String way, String fifth, String sixth) {
        return String.format("    %s: %6s %7s %6s %7s %7s %7s %10s", way, "bytes", "packets", "errors", "dropped", fifth, sixth, "");
    }

    private static String numbers(long bytes, long packets, long errors, long dropped) {
        return String.format("    %10d %7d %6d %7d %7d %7d ", bytes, packets, errors, dropped, 0, 0);
    }

    static Map<String, Object> statisticsTree(DriverCounters counters) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("rx", counters(counters.rxBytes(), counters.rxPackets(), counters.rxErrors(), counters.rxDropped(), "over_errors", "multicast"));
        both.put("tx", counters(counters.txBytes(), counters.txPackets(), counters.txErrors(), counters.txDropped(), "carrier_errors",
                "collisions"));
        return both;
    }

    private static Map<String, Object> counters(long bytes, long packets, long errors, long dropped, String fifth, String sixth) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("bytes", bytes);
        tree.put("packets", packets);
        tree.put("errors", errors);
        tree.put("dropped", dropped);
        tree.put(fifth, 0);
        tree.put(sixth, 0);
        return tree;
    }
}
