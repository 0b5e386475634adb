package io.weft.net.drivers.tuntap;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weft.net.driver.DriverException;
import io.weft.net.drivers.linux.Errno;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.Linux;
import io.weft.net.drivers.linux.VirtioNetHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// An open TAP or TUN interface: the file that is its other end. One that did not exist is made, and goes with the file.
final class TunTapDevice implements AutoCloseable {

    private static final String PATH = "/dev/net/tun";

    private static final int IFF_TUN = 1;
    private static final int IFF_TAP = 2;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;

    private static final long TUNSETIFF = 0x4004_54CAL;
    private static final long TUNSETOFFLOAD = 0x4004_54D0L;
    private static final long TUNGETIFF = 0x8004_54D2L;
    private static final long TUNSETVNETHDRSZ = 0x4004_54D8L;

    private static final int TUN_F_CSUM = 1;
    private static final int TUN_F_TSO4 = 2;
    private static final int TUN_F_TSO_ECN = 8;
    // the kernel takes these two together only, since 6.2
    private static final int TUN_F_USO = 0x20 | 0x40;

    private static final int IFREQ = 40;
    private static final int IFREQ_FLAGS = 16;

    private final Libc libc;
    private final int fd;
    private final String name;
    private final boolean udpSegmentation;

    private TunTapDevice(Libc libc, int fd, String name, boolean udpSegmentation) {
        this.libc = libc;
        this.fd = fd;
        this.name = name;
        this.udpSegmentation = udpSegmentation;
    }

    /// Attaches to the interface of that name, or makes it.
    ///
    /// @param isTap with Ethernet frames, not bare IP packets
    /// @param vnetHeader with a virtio-net header in front, and packets as large and unfinished as the kernel has them
    static TunTapDevice open(String driver, String nic, boolean isTap, boolean vnetHeader) throws DriverException {
        Libc libc = Libc.forDriver(driver);
        int fd = libc.open(PATH, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (fd < 0) {
            throw new DriverException(driver + ": " + whyNotOpened(-fd));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ, 8);
            request.setString(0, nic);
            int flags = (isTap ? IFF_TAP : IFF_TUN) | IFF_NO_PI | (vnetHeader ? IFF_VNET_HDR : 0);
            request.set(JAVA_SHORT, IFREQ_FLAGS, (short) flags);
            int result = libc.ioctl(fd, TUNSETIFF, request.address());
            if (result < 0) {
                throw new DriverException(driver + ": " + whyNotAttached(-result, nic, isTap));
            }
            boolean udp = vnetHeader && offload(driver, libc, fd, arena);
            return new TunTapDevice(libc, fd, request.getString(0), udp);
        } catch (DriverException | RuntimeException e) {
            libc.close(fd);
            throw e;
        }
    }

    /// Lets the kernel leave work to this end; true when cutting UDP is part of it.
    private static boolean offload(String driver, Libc libc, int fd, Arena arena) throws DriverException {
        int size = libc.ioctl(fd, TUNSETVNETHDRSZ, arena.allocateFrom(JAVA_INT, VirtioNetHeader.LENGTH).address());
        if (size < 0) {
            throw new DriverException(driver + ": cannot set the size of the virtio-net header: " + Libc.text(-size));
        }
        int tcp = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO_ECN;
        if (libc.ioctl(fd, TUNSETOFFLOAD, tcp | TUN_F_USO) >= 0) {
            return true;
        }
        int result = libc.ioctl(fd, TUNSETOFFLOAD, tcp);
        if (result < 0) {
            throw new DriverException(driver + ": cannot set what this end takes over (TUNSETOFFLOAD): " + Libc.text(-result));
        }
        return false;
    }

    private static String whyNotOpened(int errno) {
        return switch (errno) {
            case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO -> "there is no " + PATH
                    + "; load the kernel's driver (modprobe tun), and in a container pass the device on (--device " + PATH + ")";
            case Errno.EACCES, Errno.EPERM -> "not permitted to open " + PATH + "; " + Linux.howToGet("CAP_NET_ADMIN")
                    + ", and see its mode and the container's device rules";
            default -> "cannot open " + PATH + ": " + Libc.text(errno);
        };
    }

    private static String whyNotAttached(int errno, String nic, boolean isTap) {
        String kind = isTap ? "TAP" : "TUN";
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> "not permitted: making " + nic + " takes the capability CAP_NET_ADMIN; "
                    + Linux.howToGet("CAP_NET_ADMIN") + "; or have it made for you: ip tuntap add " + nic + " mode "
                    + (isTap ? "tap" : "tun") + " user YOU";
            case Errno.EBUSY -> nic + " is busy: another process has it";
            case Errno.EINVAL -> "there is an interface " + nic + " already that is not a " + kind
                    + " interface of one queue; take another name, or remove it: ip link del " + nic;
            default -> "cannot make or attach to " + nic + ": " + Libc.text(errno);
        };
    }

    int fd() {
        return fd;
    }

    /// The interface's name, which the kernel completes when `tap%d` was asked for.
    String name() {
        return name;
    }

    boolean cutsUdp() {
        return udpSegmentation;
    }

    /// False once the interface was deleted; true wherever it was moved. For any thread, with a {@link Libc} of its own.
    boolean isAttached(Libc with) {
        try (Arena arena = Arena.ofConfined()) {
            return with.ioctl(fd, TUNGETIFF, arena.allocate(IFREQ, 8).address()) >= 0;
        }
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
