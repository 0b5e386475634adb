package com.example.nic;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.MacAddresses;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What joins two NICs. There is a link while both ends are plugged in and nobody has pulled it. For any thread.
final class Cable {

    private static final Map<String, Cable> CABLES = new ConcurrentHashMap<>();

    private final String name;
    private final @Nullable MemoryNic[] ends = new MemoryNic[2];
    private volatile boolean pulled;

    private Cable(String name) {
        this.name = name;
    }

    static Cable named(String name) {
        return CABLES.computeIfAbsent(name, Cable::new);
    }

    /// The cable of that name if it has an end that is plugged in, otherwise null.
    static @Nullable Cable find(String name) {
        return CABLES.get(name);
    }

    static SortedSet<String> names() {
        return new TreeSet<>(CABLES.keySet());
    }

    /// @param mac null for the one that belongs to this end
    /// @throws DriverException when both ends are plugged in
    synchronized MemoryNic plug(@Nullable MacAddress mac, int mtu, int queue) throws DriverException {
        int end = ends[0] == null ? 0 : 1;
        if (ends[end] != null) {
            throw new DriverException("mem:" + name + ": a cable has two ends, and both are plugged in; take another name");
        }
        MemoryNic nic = new MemoryNic(this, mac == null ? MacAddresses.derived("mem:" + name, end + 1) : mac, mtu, queue);
        ends[end] = nic;
        join();
        return nic;
    }

    synchronized void unplug(MemoryNic nic) {
        for (int end = 0; end < ends.length; end++) {
            ends[end] = ends[end] == nic ? null : ends[end];
        }
        join();
        if (ends[0] == null && ends[1] == null) {
            CABLES.remove(name, this);
        }
    }

    /// Pulls it out in the midst, or mends it.
    synchronized void pulled(boolean now) {
        pulled = now;
        join();
    }

    private void join() {
        MemoryNic one = ends[0];
        MemoryNic other = ends[1];
        if (one != null) {
            one.peer(pulled ? null : other);
        }
        if (other != null) {
            other.peer(pulled ? null : one);
        }
    }

    boolean isPulled() {
        return pulled;
    }

    @Override
    public String toString() {
        return "mem:" + name;
    }
}
