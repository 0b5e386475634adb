package io.weft.net.drivers;

import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import java.io.IOException;

/// A program for tests that need a process of their own: opens a driver, says so, and holds it until its input ends.
final class OpenAndHold {

    private OpenAndHold() { }

    public static void main(String[] uri) throws IOException {
        try (Driver driver = Drivers.found().open(uri[0])) {
            System.out.println("open " + driver.name());
            while (System.in.read() >= 0) {
                // held until the test ends it
            }
        } catch (DriverException e) {
            System.out.println("refused " + e.getMessage());
        }
    }

    /// The command that runs it.
    static String[] command(String uri) {
        return new String[] {ProcessHandle.current().info().command().orElse("java"), "--enable-native-access=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), OpenAndHold.class.getName(), uri};
    }
}
