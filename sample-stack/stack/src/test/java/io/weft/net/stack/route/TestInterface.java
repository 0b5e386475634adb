package io.weft.net.stack.route;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import io.weft.net.route.NetInterface;
import java.util.List;
import java.util.stream.Stream;

record TestInterface(String name, int index, boolean isLoopback, List<InterfaceAddress> addresses) implements NetInterface {

    static TestInterface of(String name, int index, String... addresses) {
        return new TestInterface(name, index, name.equals("lo"), Stream.of(addresses).map(InterfaceAddress::parse).toList());
    }

    @Override
    public int mtu() {
        return 1500;
    }

    @Override
    public MacAddress mac() {
        return MacAddress.ZERO;
    }
}
