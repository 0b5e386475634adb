package io.weft.net.drivers.wire;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.MacAddresses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A network segment in memory: a frame that one end sends reaches every other end.
///
/// Ends may be opened, closed and used by different threads; each driver by one thread at a time, a probe by any. Hubs made by the
/// constructors are private to whom has them; those behind the scheme `wire:` are shared by name within the JVM for as long as they
/// have an end.
public final class WireHub {

    /// What a ring in front of an end may have, in cells of 2 KiB; fewer could not hold the largest frame wherever it starts.
    static final int LEAST_CELLS = 128;
    static final int USUAL_CELLS = 1024;
    static final int USUAL_MTU = 1500;

    private static final Map<String, WireHub> NAMED = new HashMap<>();

    private final String name;
    private final boolean offloads;
    private final List<Port> ports = new ArrayList<>();
    private int plugged;

    /// A segment that passes on what is known about a frame: checksums to finish, packets to be cut.
    ///
    /// @param name for messages, and what the ends' addresses are derived from
    public WireHub(String name) {
        this(name, true);
    }

    /// @param offloads false when all frames are to be as on a real wire: then senders finish checksums and cut packets themselves
    public WireHub(String name, boolean offloads) {
        this.name = name;
        this.offloads = offloads;
    }

    public String name() {
        return name;
    }

    public boolean offloads() {
        return offloads;
    }

    /// A new end with an address of its own (`02:…`, the same for the same name and order) and an MTU of 1500.
    public WireDriver open() {
        return open(null, USUAL_MTU, USUAL_CELLS);
    }

    /// A new end.
    public WireDriver open(MacAddress mac, int mtu) {
        return open(mac, mtu, USUAL_CELLS);
    }

    /// @param mac of the end, or null for one of the hub's choice
    /// @param cells the room in front of the end in units of 2 KiB: a power of two of at least 128
    synchronized WireDriver open(@Nullable MacAddress mac, int mtu, int cells) {
        Port port = plug(cells);
        return new WireDriver(port, mac != null ? mac : MacAddresses.derived(name, plugged), mtu);
    }

    /// A new end for tests and adapters, that gives and takes frames as byte arrays.
    public synchronized WireProbe probe() {
        return new WireProbe(plug(USUAL_CELLS));
    }

    private Port plug(int cells) {
        plugged++;
        Port port = new Port(this, new Inbox(cells));
        ports.add(port);
        introduce();
        return port;
    }

    /// The port neither gives nor gets any more, and a named hub ends with its last.
    void remove(Port port) {
        synchronized (NAMED) {
            synchronized (this) {
                ports.remove(port);
                port.others(new Inbox[0]);
                introduce();
                if (ports.isEmpty()) {
                    NAMED.remove(name, this);
                }
            }
        }
    }

    private void introduce() {
        for (Port port : ports) {
            port.others(ports.stream().filter(other -> other != port).map(Port::inbox).toArray(Inbox[]::new));
        }
    }

    /// A driver on the segment of that name, which is made when it has no ends yet.
    static WireDriver openNamed(String name, boolean offloads, @Nullable MacAddress mac, int mtu, int cells) throws DriverException {
        synchronized (NAMED) {
            return named(name, offloads).open(mac, mtu, cells);
        }
    }

    /// A probe on the segment of that name.
    static WireProbe probeNamed(String name, boolean offloads) throws DriverException {
        synchronized (NAMED) {
            return named(name, offloads).probe();
        }
    }

    private static WireHub named(String name, boolean offloads) throws DriverException {
        WireHub hub = NAMED.computeIfAbsent(name, key -> new WireHub(key, offloads));
        if (hub.offloads != offloads) {
            throw new DriverException(hub + ": its other ends were opened with offloads=" + (hub.offloads ? "on" : "off")
                    + "; all ends of a wire must agree");
        }
        return hub;
    }

    @Override
    public String toString() {
        return "wire:" + name;
    }
}
