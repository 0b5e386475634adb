package io.weft.net.stack;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The interfaces of a stack and their addresses. Changed by the loop, read from any thread.
final class Interfaces {

    private final RouteTable routes;
    private volatile List<NetDevice> devices = List.of();

    Interfaces(RouteTable routes) {
        this.routes = routes;
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
    }

    void setUp(NetDevice device, boolean up) {
        device.up(up);
        update();
    }

    private void update() {
        routes.update(devices.stream().filter(NetDevice::isUp).toList());
    }
}
