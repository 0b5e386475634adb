package io.weft.net.stack;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.route.InterfaceListener;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.device.Faults;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The interfaces of a stack and their addresses. Changed by the loop, read from any thread.
final class Interfaces {

    private final RouteTable routes;
    private final Faults faults;
    private final List<InterfaceListener> listeners = new CopyOnWriteArrayList<>();
    private volatile List<NetDevice> devices = List.of();

    Interfaces(RouteTable routes, Faults faults) {
        this.routes = routes;
        this.faults = faults;
    }

    /// Tells `listener` what goes away, until what it answers is closed.
    AutoCloseable listen(InterfaceListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    List<NetDevice> all() {
        return devices;
    }

    @Nullable NetDevice find(String name) {
        for (NetDevice device : devices) {
            if (device.name().equals(name)) {
                return device;
            }
        }
        return null;
    }

    NetDevice get(String name) {
        NetDevice device = find(name);
        if (device == null) {
            throw new IllegalArgumentException("there is no interface " + name + "; there are "
                    + String.join(", ", devices.stream().map(NetInterface::name).toList()));
        }
        return device;
    }

    void requireFree(String name) {
        if (find(name) != null) {
            throw new IllegalArgumentException("there is an interface " + name + " already");
        }
    }

    void add(NetDevice device) {
        List<NetDevice> more = new ArrayList<>(devices);
        more.add(device);
        devices = List.copyOf(more);
        update();
    }

    void addAddress(NetDevice device, InterfaceAddress address) {
        if (address.address() == Ipv4.ANY || address.address() == Ipv4.BROADCAST || Ipv4.isMulticast(address.address())) {
            throw new IllegalArgumentException(Ipv4.format(address.address()) + " is no address for a host");
        }
        if (device.addresses().stream().anyMatch(has -> has.address() == address.address() && has.prefixLength() == address.prefixLength())) {
            throw new IllegalArgumentException(device.name() + " has the address " + address + " already");
        }
        List<InterfaceAddress> more = new ArrayList<>(device.addresses());
        more.add(address);
        device.addresses(more);
        update();
    }

    void removeAddress(NetDevice device, InterfaceAddress address) {
        List<InterfaceAddress> fewer = new ArrayList<>(device.addresses());
        if (!fewer.remove(address)) {
            throw new IllegalArgumentException(device.name() + " does not have the address " + address);
        }
        device.addresses(fewer);
        update();
        tell(listener -> listener.lost(device, address));
    }

    void setUp(NetDevice device, boolean up) {
        boolean wasUp = device.isUp();
        device.up(up);
        update();
        if (wasUp && !up) {
            tell(listener -> listener.wentDown(device));
        }
    }

    private void tell(Consumer<InterfaceListener> news) {
        for (InterfaceListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException | Error fault) {
                faults.report("a listener to interfaces", fault);
            }
        }
    }

    private void update() {
        routes.update(devices.stream().filter(NetDevice::isUp).toList());
    }
}
