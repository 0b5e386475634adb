package io.weft.net.drivers;

import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A driver that another process holds open, for tests of what is left when that is killed or may not do everything.
public final class HeldDriver {

    private final Process process;
    private final BufferedReader output;

    private HeldDriver(Process process) {
        this.process = process;
        output = process.inputReader();
    }

    /// The program of that process.
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

    public static HeldDriver in(NetworkNamespace namespace, String uri) throws IOException {
        return start(namespace, List.of(), uri);
    }

    /// In a process that lacks a capability.
    public static HeldDriver without(NetworkNamespace namespace, String capability, String uri) throws IOException {
        return start(namespace, List.of("setpriv", "--bounding-set", "-" + capability, "--inh-caps", "-" + capability), uri);
    }

    private static HeldDriver start(NetworkNamespace namespace, List<String> before, String uri) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(ProcessHandle.current().info().command().orElse("java"), "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), HeldDriver.class.getName(), uri));
        return new HeldDriver(namespace.start(command.toArray(String[]::new)));
    }

    /// What the process says of the driver: `open …` or `refused …`.
    public @Nullable String saying() throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith("open ") && !line.startsWith("refused ")) {
            line = output.readLine();
        }
        return line;
    }

    /// SIGKILL, and its end.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
