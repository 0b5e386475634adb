package io.weft.net.app.operator.ip;

import io.weft.net.app.operator.text.Words;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.device.NetDevice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stack's interfaces, with the words that ip has for how they are.
final class Devices {

    private final NetStack stack;

    Devices(NetStack stack) {
        this.stack = stack;
    }

    /// Those that `show` is asked for: `[dev] NAME`, and `up` for those that are.
    List<NetDevice> shown(Words words) throws IpFailure {
        @Nullable String name = null;
        boolean up = false;
        while (!words.isEmpty()) {
            String word = words.take();
            if (word.equals("up")) {
                up = true;
            } else if (word.equals("dev")) {
                name = RouteWords.value(words);
            } else if (name == null) {
                name = word;
            } else {
                throw IpFailure.garbage("dev", word);
            }
        }
        List<NetDevice> shown = new ArrayList<>(chosen(name));
        if (up) {
            shown.removeIf(device -> !device.isUp());
        }
        return shown;
    }

    /// All, or the one of that name.
    List<NetDevice> chosen(@Nullable String name) throws IpFailure {
        if (name == null) {
            return stack.devices();
        }
        NetDevice device = find(name);
        if (device == null) {
            throw IpFailure.failed("Device \"" + name + "\" does not exist.");
        }
        return List.of(device);
    }

    /// The one that something is to be done with.
    NetDevice get(String name) throws IpFailure {
        NetDevice device = find(name);
        if (device == null) {
            throw IpFailure.noDevice(name);
        }
        return device;
    }

    private @Nullable NetDevice find(String name) {
        return stack.devices().stream().filter(device -> device.name().equals(name)).findFirst().orElse(null);
    }

    /// `<BROADCAST,MULTICAST,UP,LOWER_UP>`.
    static List<String> flags(NetDevice device) {
        List<String> flags = new ArrayList<>();
        if (device.isUp() && !device.linkUp()) {
            flags.add("NO-CARRIER");
        }
        if (device.isLoopback()) {
            flags.add("LOOPBACK");
        } else if (device.isFramed()) {
            flags.addAll(List.of("BROADCAST", "MULTICAST"));
        } else {
            flags.addAll(List.of("POINTOPOINT", "NOARP"));
        }
        if (device.isUp()) {
            flags.add("UP");
            if (device.linkUp()) {
                flags.add("LOWER_UP");
            }
        }
        return flags;
    }

    /// RFC 2863's operational state.
    static String state(NetDevice device) {
        if (!device.isUp() || !device.linkUp()) {
            return "DOWN";
        }
        return device.isFramed() ? "UP" : "UNKNOWN";
    }

    static String linkType(NetDevice device) {
        if (device.isLoopback()) {
            return "loopback";
        }
        return device.isFramed() ? "ether" : "none";
    }
}
