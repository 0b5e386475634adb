package io.weft.net.drivers.linux;

import io.weft.net.driver.DriverException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kernel underneath: whether it is one these drivers know, and how new.
public final class Linux {

    // little-endian, with the generic numbers of ioctls and options
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64", "riscv64");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    private Linux() { }

    static void require(String driver, String system, String architecture) throws DriverException {
        if (!system.equals("Linux") || !ARCHITECTURES.contains(architecture)) {
            throw new DriverException(driver + ": needs Linux on x86-64, AArch64 or RISC-V 64; this is " + system + " on " + architecture
                    + ". wire: and pcap: work everywhere");
        }
    }

    /// True when the running kernel is of this version or later.
    public static boolean isAtLeast(int major, int minor) {
        return isAtLeast(System.getProperty("os.version"), major, minor);
    }

    static boolean isAtLeast(String version, int major, int minor) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        int running = Integer.parseInt(numbers.group(1));
        return running > major || running == major && Integer.parseInt(numbers.group(2)) >= minor;
    }

    /// How a process gets a capability, as the end of a sentence.
    public static String howToGet(String capability) {
        return "run it as root, or give the JVM the capability: setcap " + capability.toLowerCase(Locale.ROOT)
                + "+ep on the java binary, or AmbientCapabilities=" + capability + " in the systemd unit";
    }
}
