package io.weft.net.drivers.raw;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.DriverOptions;
import io.weft.net.drivers.linux.Interfaces;
import io.weft.net.drivers.linux.Libc;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens `raw:eth0`: an Ethernet interface of the kernel's.
public final class RawProvider implements DriverProvider {

    private static final Logger LOG = LoggerFactory.getLogger(RawProvider.class);

    @Override
    public String scheme() {
        return "raw";
    }

    @Override
    public String help() {
        return """
                raw:NIC         an Ethernet interface of this Linux host, by a packet socket; needs CAP_NET_RAW
                    kernel=drop|keep|auto  drop: the kernel gets no packet from NIC while this runs (needs CAP_NET_ADMIN);
                                    keep: it goes on answering there; auto: drop, unless it has an IPv4 address on NIC (usual)
                    mac=MAC         an address other than the NIC's (puts it in promiscuous mode)
                    ring=on|off     on: the kernel puts frames into memory that it shares with this process, 16 MiB (usual);
                                    off: they are asked for
                    vnet=on|off     on: take and give packets with checksums unfinished and uncut, as the hosts' offloads leave
                                    them (usual)""";
    }

    @Override
    public Driver open(String target, Map<String, String> given) throws DriverException {
        String name = "raw:" + target;
        DriverOptions options = new DriverOptions(name, given, "kernel", "mac", "ring", "vnet");
        String kernel = options.word("kernel", "auto", "drop", "keep", "auto");
        MacAddress chosen = options.mac("mac");
        boolean vnet = options.isOn("vnet", true);
        boolean shared = options.isOn("ring", true);
        Interfaces.requireName(name, target);
        Interfaces interfaces = Interfaces.open(name);
        PacketSocket socket = null;
        IngressDrop silence = null;
        try {
            int index = ethernetInterface(name, target, interfaces);
            socket = PacketSocket.open(name, vnet);
            if (vnet && !socket.hasVnetHeader()) {
                LOG.warn("{}: this kernel has no PACKET_VNET_HDR; peers must finish checksums themselves"
                        + " (ethtool -K PEER tx off, and -K {} gro off here)", name, target);
            }
            MacAddress nicMac = interfaces.mac(target);
            MacAddress own = chosen != null && !chosen.equals(nicMac) ? chosen : null;
            if (own != null) {
                socket.promiscuous(name, index);
            }
            int mtu = interfaces.mtu(target);
            if (shared && !socket.share(mtu)) {
                LOG.warn("{}: this kernel has no memory to share (PACKET_RX_RING); frames are asked for instead (ring=off)", name);
            }
            silence = silence(name, target, kernel, interfaces);
            socket.bind(name, index);
            if ((interfaces.flags(target) & Interfaces.IFF_UP) == 0) {
                LOG.warn("{}: the interface is down; no frame passes until: ip link set {} up", name, target);
            }
            return new RawDriver(name, index, nicMac, own, mtu, interfaces, socket, silence);
        } catch (DriverException | RuntimeException e) {
            if (silence != null) {
                silence.close();
            }
            if (socket != null) {
                socket.close();
            }
            interfaces.close();
            throw e;
        }
    }

    private static int ethernetInterface(String name, String target, Interfaces interfaces) throws DriverException {
        int index = interfaces.index(target);
        if (index < 0) {
            throw new DriverException(name + ": there is no interface '" + target + "' here (" + Libc.text(-index) + "); there are "
                    + String.join(", ", interfaces.names()));
        }
        int type = interfaces.hardwareType(target);
        if (type != Interfaces.ARPHRD_ETHER && type != Interfaces.ARPHRD_LOOPBACK) {
            throw new DriverException(name + ": is no Ethernet interface (its ARPHRD type is " + type
                    + "); for a link without Ethernet headers see tun:");
        }
        return index;
    }

    private static @Nullable IngressDrop silence(String name, String target, String kernel, Interfaces interfaces) throws DriverException {
        if (kernel.equals("keep")) {
            return null;
        }
        boolean isAuto = kernel.equals("auto");
        if (isAuto && interfaces.hasIpv4Address(target)) {
            LOG.warn("{}: the kernel has an address on {} too and goes on answering there, so that both answer. Say {}?kernel=drop to"
                    + " silence the kernel on {}, or kernel=keep if this is meant", name, target, name, target);
            return null;
        }
        try {
            return IngressDrop.on(name, target);
        } catch (DriverException e) {
            if (!isAuto) {
                throw e;
            }
            LOG.warn("{}. The kernel will see the same packets and may answer, too (kernel=keep if that is meant)", e.getMessage());
            return null;
        }
    }
}
