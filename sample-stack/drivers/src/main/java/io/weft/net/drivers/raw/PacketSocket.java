package io.weft.net.drivers.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.linux.Errno;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A packet socket (packet(7)) on one interface: opens it with its options and asks for its statistics.
final class PacketSocket implements AutoCloseable {

    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_DROP_MEMBERSHIP = 2;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_AUXDATA = 8;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final short PACKET_MR_MULTICAST = 0;
    private static final short PACKET_MR_PROMISC = 1;

    private static final int ETH_P_ALL = 3;
    private static final int SOCKADDR_LL = 20;
    private static final int PACKET_MREQ = 16;
    private static final int MAC_LENGTH = 6;

    /// Room for a burst of large packets while the loop is elsewhere; the kernel doubles it for its own book-keeping.
    private static final int BUFFER_BYTES = 8 << 20;

    private final Libc libc;
    private final int fd;
    private final boolean vnetHeader;
    private @Nullable FrameRing ring;
    private long lost;

    private PacketSocket(Libc libc, int fd, boolean vnetHeader) {
        this.libc = libc;
        this.fd = fd;
        this.vnetHeader = vnetHeader;
    }

    /// Opens a socket that gets nothing before it is bound, so that no other interface's frames get in.
    ///
    /// @param wantVnetHeader false to leave checksums and segmentation to the hosts around
    static PacketSocket open(String driver, boolean wantVnetHeader) throws DriverException {
        Libc libc = Libc.forDriver(driver);
        int fd = libc.socket(Libc.AF_PACKET, Libc.SOCK_RAW | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new DriverException(driver + ": " + whyNoSocket(-fd));
        }
        boolean vnetHeader = wantVnetHeader && libc.setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, 1) >= 0;
        // without it (before Linux 4.20) they are told by their kind
        libc.setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
        libc.setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, 1);
        buffer(libc, fd, Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF);
        buffer(libc, fd, Libc.SO_SNDBUFFORCE, Libc.SO_SNDBUF);
        return new PacketSocket(libc, fd, vnetHeader);
    }

    private static String whyNoSocket(int errno) {
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> "not permitted: opening a packet socket takes the capability CAP_NET_RAW; "
                    + Linux.howToGet("CAP_NET_RAW");
            case Errno.EAFNOSUPPORT -> "this kernel has no packet sockets (CONFIG_PACKET; modprobe af_packet)";
            default -> "cannot open a packet socket: " + Libc.text(errno);
        };
    }

    /// Beyond the system's limit where that is permitted (CAP_NET_ADMIN), up to it where not.
    private static void buffer(Libc libc, int fd, int forced, int modest) {
        if (libc.setsockopt(fd, Libc.SOL_SOCKET, forced, BUFFER_BYTES) < 0) {
            libc.setsockopt(fd, Libc.SOL_SOCKET, modest, BUFFER_BYTES);
        }
    }

    /// Has the kernel put frames into memory that it shares with us; before {@link #bind}.
    ///
    /// @return false where that is not to be had
    boolean share(int mtu) {
        ring = FrameRing.on(libc, fd, mtu);
        return ring != null;
    }

    /// From now on every protocol's frames of that interface come in: a socket for IP alone would get them only behind the place
    /// where {@link IngressDrop} drops them.
    void bind(String driver, int interfaceIndex) throws DriverException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SOCKADDR_LL, 4);
            address.set(JAVA_SHORT, 0, (short) Libc.AF_PACKET);
            address.set(JAVA_SHORT, 2, Short.reverseBytes((short) ETH_P_ALL));
            address.set(JAVA_INT, 4, interfaceIndex);
            int result = libc.bind(fd, address.address(), SOCKADDR_LL);
            // a socket bound to an interface that is down says so once and works when it is up
            if (result < 0 && result != -Errno.ENETDOWN) {
                throw new DriverException(driver + ": cannot bind to the interface: " + Libc.text(-result));
            }
        }
    }

    /// The card is to listen to other addresses than its own, until the socket is closed.
    void promiscuous(String driver, int interfaceIndex) throws DriverException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment membership = arena.allocate(PACKET_MREQ, 4);
            membership.set(JAVA_INT, 0, interfaceIndex);
            membership.set(JAVA_SHORT, 4, PACKET_MR_PROMISC);
            int result = libc.setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership.address(), PACKET_MREQ);
            if (result < 0) {
                throw new DriverException(driver + ": a MAC address of its own needs promiscuous mode, which fails: "
                        + Libc.text(-result));
            }
        }
    }

    /// The card is to listen to a multicast address, or not any more; at the latest until the socket is closed.
    ///
    /// @return below 0 the error
    int listenTo(int interfaceIndex, MacAddress group, boolean wanted) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment membership = arena.allocate(PACKET_MREQ, 4);
            membership.set(JAVA_INT, 0, interfaceIndex);
            membership.set(JAVA_SHORT, 4, PACKET_MR_MULTICAST);
            membership.set(JAVA_SHORT, 6, (short) MAC_LENGTH);
            for (int i = 0; i < MAC_LENGTH; i++) {
                membership.set(JAVA_BYTE, 8 + i, (byte) (group.value() >>> 40 - 8 * i));
            }
            return libc.setsockopt(fd, SOL_PACKET, wanted ? PACKET_ADD_MEMBERSHIP : PACKET_DROP_MEMBERSHIP, membership.address(), PACKET_MREQ);
        }
    }

    /// How many frames found the socket's buffer full since it was opened. The kernel starts anew whenever it is asked.
    long lost() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statistics = arena.allocate(8, 4);
            MemorySegment length = arena.allocateFrom(JAVA_INT, 8);
            if (libc.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, statistics.address(), length.address()) >= 0) {
                lost += Integer.toUnsignedLong(statistics.get(JAVA_INT, 4));
            }
            return lost;
        }
    }

    int fd() {
        return fd;
    }

    /// True when frames have a {@link io.weft.net.drivers.linux.VirtioNetHeader} in front.
    boolean hasVnetHeader() {
        return vnetHeader;
    }

    /// Where frames stand, or null when they are to be asked for; not after {@link #close}.
    @Nullable FrameRing ring() {
        return ring;
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.unmap(libc);
        }
        libc.close(fd);
    }
}
