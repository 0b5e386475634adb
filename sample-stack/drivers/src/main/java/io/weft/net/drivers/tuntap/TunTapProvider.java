package io.weft.net.drivers.tuntap;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.Driver.LinkLayer;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.DriverOptions;
import io.weft.net.drivers.linux.Errno;
import io.weft.net.drivers.linux.Interfaces;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.Linux;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens `tap:tap0` and `tun:tun0`: an interface of this host's kernel, whose other end is the stack.
public abstract sealed class TunTapProvider implements DriverProvider {

    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;
    private static final long GROUP = 0x0100_0000_0000L;

    /// Opens `tap:`, with Ethernet frames.
    public static final class Tap extends TunTapProvider {
        @Override
        public String scheme() {
            return "tap";
        }

        @Override
        public String help() {
            return """
                    tap:NIC         an Ethernet interface of this Linux host that this process makes; needs CAP_NET_ADMIN
                        mac=MAC         the stack's address, not that of the kernel's end (usual: derived from that)
                        mtu=BYTES       sets the interface's MTU
                        peer=ADDRESS/LENGTH  gives the kernel's end an address
                        up=yes|no       bring the kernel's end up (usual: yes)
                        vnet=on|off     on: take and give packets with checksums unfinished and uncut (usual)""";
        }

        @Override
        public Driver open(String target, Map<String, String> given) throws DriverException {
            String name = "tap:" + target;
            DriverOptions options = new DriverOptions(name, given, "mac", "mtu", "peer", "up", "vnet");
            return open(name, target, options, LinkLayer.ETHERNET, options.mac("mac"));
        }
    }

    /// Opens `tun:`, with bare IP packets.
    public static final class Tun extends TunTapProvider {
        @Override
        public String scheme() {
            return "tun";
        }

        @Override
        public String help() {
            return """
                    tun:NIC         the same without Ethernet headers: bare IP packets
                        mtu=BYTES, peer=ADDRESS/LENGTH, up=yes|no, vnet=on|off  as with tap:""";
        }

        @Override
        public Driver open(String target, Map<String, String> given) throws DriverException {
            String name = "tun:" + target;
            DriverOptions options = new DriverOptions(name, given, "mtu", "peer", "up", "vnet");
            return open(name, target, options, LinkLayer.NONE, null);
        }
    }

    static Driver open(String name, String target, DriverOptions options, LinkLayer linkLayer, @Nullable MacAddress chosen)
            throws DriverException {
        boolean isUp = options.isOn("up", true);
        boolean vnet = options.isOn("vnet", true);
        int mtu = options.mtu("mtu", 0);
        InterfaceAddress peer = peer(name, options.text("peer"));
        Interfaces.requireName(name, target);
        Interfaces interfaces = Interfaces.open(name);
        TunTapDevice device = null;
        try {
            device = TunTapDevice.open(name, target, linkLayer == LinkLayer.ETHERNET, vnet);
            String nic = device.name();
            MacAddress mac = linkLayer == LinkLayer.NONE ? MacAddress.ZERO : ownMac(name, interfaces.mac(nic), chosen);
            if (mtu != 0) {
                require(name, "set its MTU to " + mtu, interfaces.setMtu(nic, mtu));
            }
            if (peer != null) {
                require(name, "give the kernel's end the address " + peer, interfaces.setAddress(nic, peer));
            }
            int flags = interfaces.flags(nic);
            if (isUp && (flags & Interfaces.IFF_UP) == 0) {
                require(name, "bring it up", interfaces.setFlags(nic, flags | Interfaces.IFF_UP));
            }
            return new TunTapDriver(name, linkLayer, mac, vnet, device, interfaces);
        } catch (DriverException | RuntimeException e) {
            if (device != null) {
                device.close();
            }
            interfaces.close();
            throw e;
        }
    }

    /// Two stations on a link must not share an address, so the stack's is another than that of the kernel's end.
    private static MacAddress ownMac(String name, MacAddress kernels, @Nullable MacAddress chosen) throws DriverException {
        if (chosen != null && chosen.equals(kernels)) {
            throw new DriverException(name + ": mac=" + chosen + " is the address of the kernel's end; the stack's must be another");
        }
        return chosen != null ? chosen : new MacAddress((kernels.value() ^ 1 | LOCALLY_ADMINISTERED) & ~GROUP);
    }

    private static @Nullable InterfaceAddress peer(String name, @Nullable String text) throws DriverException {
        try {
            return text == null ? null : InterfaceAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DriverException(name + ": option peer: " + e.getMessage(), e);
        }
    }

    private static void require(String name, String what, int result) throws DriverException {
        if (result == -Errno.EPERM || result == -Errno.EACCES) {
            throw new DriverException(name + ": not permitted to " + what + ": that takes the capability CAP_NET_ADMIN; "
                    + Linux.howToGet("CAP_NET_ADMIN"));
        }
        if (result < 0) {
            throw new DriverException(name + ": cannot " + what + ": " + Libc.text(-result));
        }
    }
}
