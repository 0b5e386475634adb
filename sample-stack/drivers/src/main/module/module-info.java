/// NIC drivers: raw sockets, TAP and TUN, wires in memory, captures; and links that are bad on purpose.
module io.weft.net.drivers {
    requires transitive io.weft.net.api;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.weft.net.drivers;
    exports io.weft.net.drivers.faulty;
    exports io.weft.net.drivers.linux;
    exports io.weft.net.drivers.pcap;
    exports io.weft.net.drivers.raw;
    exports io.weft.net.drivers.tuntap;
    exports io.weft.net.drivers.wire;

    uses io.weft.net.driver.DriverProvider;
    provides io.weft.net.driver.DriverProvider with
            io.weft.net.drivers.wire.WireProvider,
            io.weft.net.drivers.pcap.PcapProvider,
            io.weft.net.drivers.raw.RawProvider,
            io.weft.net.drivers.tuntap.TunTapProvider.Tap,
            io.weft.net.drivers.tuntap.TunTapProvider.Tun,
            io.weft.net.drivers.faulty.FaultyProvider;
}
