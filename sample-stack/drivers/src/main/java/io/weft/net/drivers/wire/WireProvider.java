package io.weft.net.drivers.wire;

import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.DriverOptions;
import java.util.Map;

/// Opens `wire:NAME`: an end of the segment of that name in this JVM.
public final class WireProvider implements DriverProvider {

    private static final int MOST_CELLS = 1 << 16;

    @Override
    public String scheme() {
        return "wire";
    }

    @Override
    public String help() {
        return """
                wire:NAME       in memory; all who open the same NAME in one JVM are on one segment
                    mac=MAC         its address (usual: derived from NAME and the order of opening)
                    mtu=BYTES       largest IP packet (usual: 1500)
                    offloads=on|off on: frames pass with checksums unfinished and packets uncut (usual); all ends must agree
                    queue=FRAMES    room in front of this end, in frames of up to 2 KiB (usual: 1024)""";
    }

    @Override
    public Driver open(String target, Map<String, String> given) throws DriverException {
        DriverOptions options = new DriverOptions("wire:" + target, given, "mac", "mtu", "offloads", "queue");
        if (target.isEmpty()) {
            throw new DriverException("wire: wants a name, such as wire:lab");
        }
        int frames = options.number("queue", WireHub.USUAL_CELLS, 1, MOST_CELLS);
        int cells = Math.max(WireHub.LEAST_CELLS, Integer.highestOneBit(2 * frames - 1));
        return WireHub.openNamed(target, options.isOn("offloads", true), options.mac("mac"),
                options.mtu("mtu", WireHub.USUAL_MTU), cells);
    }
}
