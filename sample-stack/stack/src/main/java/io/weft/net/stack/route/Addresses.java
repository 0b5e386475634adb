package io.weft.net.stack.route;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.route.NetInterface;
import java.util.List;

/// The addresses of this host: which are its own, and which one it speaks with. The kernel's inet_addr_lst and inet_select_addr.
/// Changed by the loop, read from any thread.
public final class Addresses {

    private volatile List<? extends NetInterface> interfaces = List.of();
    // a hash table with open places of 0, which is nobody's address
    private volatile int[] own = new int[16];

    /// Takes over the addresses of these interfaces and of no others.
    public void update(List<? extends NetInterface> up) {
        interfaces = List.copyOf(up);
        int count = up.stream().mapToInt(device -> device.addresses().size()).sum();
        int[] table = new int[Integer.highestOneBit(Math.max(8, count)) * 4];
        for (NetInterface device : up) {
            for (InterfaceAddress address : device.addresses()) {
                int at = start(address.address(), table);
                while (table[at] != 0 && table[at] != address.address()) {
                    at = at + 1 & table.length - 1;
                }
                table[at] = address.address();
            }
        }
        own = table;
    }

    /// Whether an interface of this host has exactly this address.
    public boolean isLocal(int address) {
        int[] table = own;
        int at = start(address, table);
        while (table[at] != 0) {
            if (table[at] == address) {
                return true;
            }
            at = at + 1 & table.length - 1;
        }
        return false;
    }

    /// The address with which this host speaks on `device` to `towards`: the primary one of the network that both are in, else the
    /// first primary one, else that of another interface; 0.0.0.0 where this host has none but 127.0.0.1.
    public int select(NetInterface device, int towards) {
        int chosen = selectOn(device, towards);
        if (chosen != Ipv4.ANY) {
            return chosen;
        }
        for (NetInterface other : interfaces) {
            if (!other.isLoopback() && !other.addresses().isEmpty()) {
                return other.addresses().getFirst().address();
            }
        }
        return Ipv4.ANY;
    }

    private static int selectOn(NetInterface device, int towards) {
        // the first address of a network is its primary, and comes before its secondaries
        for (InterfaceAddress address : device.addresses()) {
            if (address.network().contains(towards)) {
                return address.address();
            }
        }
        return device.addresses().isEmpty() ? Ipv4.ANY : device.addresses().getFirst().address();
    }

    private static int start(int address, int[] table) {
        return address * 0x9E3779B1 >>> Integer.numberOfLeadingZeros(table.length - 1);
    }
}
