package com.example.nic;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.DriverOptions;
import java.util.Map;

/// Opens `mem:NAME`: one of the two ends of the cable of that name in this JVM.
public final class MemoryNicProvider implements DriverProvider {

    private static final int USUAL_MTU = 1_500;
    private static final int USUAL_QUEUE = 256;
    private static final int LONGEST_QUEUE = 4_096;

    @Override
    public String scheme() {
        return "mem";
    }

    @Override
    public String help() {
        return """
                mem:NAME        in memory; the two that open the same NAME in one JVM are joined by a cable
                    mac=MAC         its address (usual: one of the two that belong to NAME)
                    mtu=BYTES       largest IP packet (usual: 1500)
                    queue=FRAMES    frames that may wait for this end (usual: 256)""";
    }

    @Override
    public Driver open(String target, Map<String, String> given) throws DriverException {
        DriverOptions options = new DriverOptions("mem:" + target, given, "mac", "mtu", "queue");
        if (target.isEmpty()) {
            throw new DriverException("mem: wants a name, such as mem:lab");
        }
        MacAddress mac = options.mac("mac");
        int mtu = options.mtu("mtu", USUAL_MTU);
        int queue = options.number("queue", USUAL_QUEUE, 1, LONGEST_QUEUE);
        return Cable.named(target).plug(mac, mtu, queue);
    }
}
