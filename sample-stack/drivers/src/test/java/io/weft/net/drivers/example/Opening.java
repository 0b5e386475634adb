package io.weft.net.drivers.example;

import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.Drivers;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.drivers.wire.WireProbe;

/// How drivers are opened by their words, and a wire without one.
final class Opening {

    private Opening() { }

    static void byWord() throws DriverException {
        Drivers drivers = Drivers.found();                    // or found(pluginLoaders)
        Driver driver = drivers.open("raw:eth0?kernel=drop"); // DriverException says what to do
        System.out.println(drivers.help());                   // every driver with its options
        driver.close();
    }

    static boolean isEmpty(byte[] frame) {
        WireHub hub = new WireHub("lab", false);              // private: not reachable by wire:lab
        Driver router = hub.open();
        WireProbe probe = hub.probe();                        // on a named one: WireProbe.on("lab", true)
        probe.inject(frame);                                  // byte[] in
        byte[] answer = probe.take();                         // byte[] out, or null; pending() counts
        router.close();
        return answer == null;
    }
}
