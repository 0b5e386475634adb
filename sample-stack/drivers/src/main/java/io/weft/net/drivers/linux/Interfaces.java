package io.weft.net.drivers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.DriverException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The kernel's interfaces, in the network namespace of the thread that opens this. For any thread.
///
/// Answers below zero are negated error numbers.
public final class Interfaces implements AutoCloseable {

    /// Flags of an interface (netdevice(7)).
    public static final int IFF_UP = 1;
    public static final int IFF_RUNNING = 0x40;

    /// What {@link #hardwareType} answers for Ethernet, and for `lo`, whose frames look the same.
    public static final int ARPHRD_ETHER = 1;
    public static final int ARPHRD_LOOPBACK = 772;

    /// The longest name, its end included.
    private static final int IFNAMSIZ = 16;

    private static final int SIOCGIFNAME = 0x8910;
    private static final int SIOCGIFCONF = 0x8912;
    private static final int SIOCGIFFLAGS = 0x8913;
    private static final int SIOCSIFFLAGS = 0x8914;
    private static final int SIOCSIFADDR = 0x8916;
    private static final int SIOCSIFNETMASK = 0x891C;
    private static final int SIOCGIFMTU = 0x8921;
    private static final int SIOCSIFMTU = 0x8922;
    private static final int SIOCGIFHWADDR = 0x8927;
    private static final int SIOCGIFINDEX = 0x8933;

    /// Bytes of `struct ifreq`: the name and a union of which all members begin at the same place.
    private static final int IFREQ = 40;
    private static final int UNION = 16;
    private static final int SOCKADDR_ADDRESS = UNION + 4;
    private static final int SOCKADDR_DATA = UNION + 2;
    private static final int MAX_ADDRESSES = 4096;
    private static final int NAMEINDEX = 16;

    private final Libc libc;
    private final int fd;
    private boolean closed;

    private Interfaces(Libc libc, int fd) {
        this.libc = libc;
        this.fd = fd;
    }

    /// @param driver for messages
    public static Interfaces open(String driver) throws DriverException {
        Libc libc = Libc.forDriver(driver);
        int fd = libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new DriverException(driver + ": cannot ask the kernel for its interfaces: " + Libc.text(-fd));
        }
        return new Interfaces(libc, fd);
    }

    /// Its number.
    public int index(String name) {
        return get(name, SIOCGIFINDEX);
    }

    /// `IFF_UP` and so on.
    public int flags(String name) {
        int flags = get(name, SIOCGIFFLAGS);
        return flags < 0 ? flags : flags & 0xFFFF;
    }

    public int setFlags(String name, int flags) {
        return set(name, SIOCSIFFLAGS, flags);
    }

    public int mtu(String name) {
        return get(name, SIOCGIFMTU);
    }

    public int setMtu(String name, int mtu) {
        return set(name, SIOCSIFMTU, mtu);
    }

    /// The kind of link, `ARPHRD_…`.
    public int hardwareType(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = request(arena, name);
            int result = call(SIOCGIFHWADDR, request);
            return result < 0 ? result : Short.toUnsignedInt(request.get(JAVA_SHORT, UNION));
        }
    }

    /// Its MAC address; zero where it has none.
    public MacAddress mac(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = request(arena, name);
            if (call(SIOCGIFHWADDR, request) < 0) {
                return MacAddress.ZERO;
            }
            long mac = 0;
            for (int i = 0; i < 6; i++) {
                mac = mac << 8 | Byte.toUnsignedLong(request.get(JAVA_BYTE, SOCKADDR_DATA + i));
            }
            return new MacAddress(mac);
        }
    }

    /// True while the interface of that number is up and has a carrier.
    public boolean isRunning(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ);
            request.set(JAVA_INT, UNION, index);
            if (call(SIOCGIFNAME, request) < 0 || call(SIOCGIFFLAGS, request) < 0) {
                return false;
            }
            int flags = request.get(JAVA_SHORT, UNION);
            return (flags & IFF_UP) != 0 && (flags & IFF_RUNNING) != 0;
        }
    }

    /// True while there is an interface of that number here.
    public boolean exists(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ);
            request.set(JAVA_INT, UNION, index);
            return call(SIOCGIFNAME, request) >= 0;
        }
    }

    /// True when the kernel has an IPv4 address of its own there, under whatever label.
    public boolean hasIpv4Address(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate((long) MAX_ADDRESSES * IFREQ, 8);
            MemorySegment request = arena.allocate(16, 8);
            request.set(JAVA_INT, 0, (int) list.byteSize());
            request.set(ADDRESS, 8, list);
            if (call(SIOCGIFCONF, request) < 0) {
                return false;
            }
            int end = request.get(JAVA_INT, 0);
            for (int at = 0; at + IFREQ <= end; at += IFREQ) {
                String label = list.asSlice(at, IFNAMSIZ).getString(0);
                if (label.equals(name) || label.startsWith(name + ":")) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Gives the kernel an address on an interface.
    public int setAddress(String name, InterfaceAddress address) {
        int result = setIpv4(name, SIOCSIFADDR, address.address());
        return result < 0 ? result : setIpv4(name, SIOCSIFNETMASK, Ipv4.mask(address.prefixLength()));
    }

    private int setIpv4(String name, int request, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ifreq = request(arena, name);
            ifreq.set(JAVA_SHORT, UNION, (short) Libc.AF_INET);
            ifreq.set(JAVA_INT, SOCKADDR_ADDRESS, Integer.reverseBytes(value));
            return call(request, ifreq);
        }
    }

    /// The names of all, for messages.
    public List<String> names() {
        List<String> names = new ArrayList<>();
        long array = libc.nameIndex();
        if (array != 0) {
            MemorySegment entries = MemorySegment.ofAddress(array).reinterpret((long) NAMEINDEX * Short.MAX_VALUE);
            for (long at = 0; entries.get(JAVA_INT, at) != 0; at += NAMEINDEX) {
                names.add(entries.get(ADDRESS, at + 8).reinterpret(IFNAMSIZ).getString(0));
            }
            libc.freeNameIndex(array);
        }
        return names;
    }

    /// Refuses a name that no interface can have.
    ///
    /// @param driver for messages
    public static void requireName(String driver, String name) throws DriverException {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length >= IFNAMSIZ || name.equals(".") || name.equals("..") || name.matches(".*[/:\\s\\x00].*")) {
            throw new DriverException(driver + ": '" + name + "' cannot be an interface's name (1 to " + (IFNAMSIZ - 1)
                    + " bytes, no space, / or :)");
        }
    }

    private int get(String name, int request) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ifreq = request(arena, name);
            int result = call(request, ifreq);
            return result < 0 ? result : ifreq.get(JAVA_INT, UNION);
        }
    }

    private int set(String name, int request, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ifreq = request(arena, name);
            ifreq.set(JAVA_INT, UNION, value);
            return call(request, ifreq);
        }
    }

    private static MemorySegment request(Arena arena, String name) {
        MemorySegment ifreq = arena.allocate(IFREQ, 8);
        ifreq.setString(0, name);
        return ifreq;
    }

    private synchronized int call(int request, MemorySegment argument) {
        return closed ? -Errno.EBADFD : libc.ioctl(fd, request, argument.address());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            libc.close(fd);
        }
    }
}
