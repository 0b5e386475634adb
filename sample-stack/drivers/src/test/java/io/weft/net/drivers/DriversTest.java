package io.weft.net.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.example.EchoProvider;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriversTest {

    private final Drivers drivers = Drivers.found();

    @Test
    void readsSchemeTargetAndOptions() throws DriverException {
        DriverUri uri = DriverUri.parse("raw:eth0?kernel=keep&vnet=off&up");
        assertThat(uri.scheme()).isEqualTo("raw");
        assertThat(uri.target()).isEqualTo("eth0");
        assertThat(uri.options()).containsExactly(Map.entry("kernel", "keep"), Map.entry("vnet", "off"), Map.entry("up", ""));
    }

    @Test
    void targetsMayHaveAnyCharacter() throws DriverException {
        assertThat(DriverUri.parse("pcap:C:/a b%3F%26%25.pcap?write=%C3%A4.pcap"))
                .isEqualTo(new DriverUri("pcap", "C:/a b?&%.pcap", Map.of("write", "ä.pcap")));
        assertThat(DriverUri.parse("pcap:?write=x")).isEqualTo(new DriverUri("pcap", "", Map.of("write", "x")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eth0               | 'eth0' names no driver: want SCHEME:TARGET, such as raw:eth0 or wire:lab
            :eth0              | ':eth0' names no driver: want SCHEME:TARGET, such as raw:eth0 or wire:lab
            wire:a?mtu=1&mtu=2 | 'wire:a?mtu=1&mtu=2' has the option 'mtu' twice
            wire:%4            | 'wire:%4' has a % without two hexadecimal digits behind it (a % itself is written %25)
            wire:a?mtus=1      | wire:a: there is no option 'mtus'; there are mac, mtu, offloads, queue
            wire:a?mtu=67      | wire:a: option mtu=67 is not understood; want a number from 68 to 65535
            wire:a?mtu=x       | wire:a: option mtu=x is not understood; want a number from 68 to 65535
            wire:a?offloads=1  | wire:a: option offloads=1 is not understood; want on, off
            wire:a?mac=1       | wire:a: option mac: '1' is no MAC address (want for example 02:00:00:00:00:01)
            wire:a?mac=01:00:00:00:00:01 | wire:a: option mac: 01:00:00:00:00:01 is not the address of one station \
            (its first byte must be even, for example 02)
            wire:              | wire: wants a name, such as wire:lab
            faulty:wire        | faulty:wire: wants another driver, such as faulty:tap:tap0
            faulty:dpdk:0      | dpdk:0: there is no driver 'dpdk'; there are faulty, pcap, raw, tap, tun, wire
            faulty:wire:a?loss=101  | faulty:wire:a: option loss=101 is not understood; want percent, such as 2.5
            faulty:wire:a?delay=20  | faulty:wire:a: option delay=20 is not understood; want a time such as 20ms, 500us or 1s
            faulty:wire:a?way=up    | faulty:wire:a: option way=up is not understood; want both, in, out
            faulty:wire:a?mtus=1    | wire:a: there is no option 'mtus'; there are mac, mtu, offloads, queue
            faulty:wire:a?corrupt=1 | faulty:wire:a: frames whose checksums nobody has finished cannot be corrupted so that it is \
            found out; open the driver without offloads (vnet=off, of wire: offloads=off)
            """)
    void saysWhatIsWrong(String uri, String message) {
        assertThatThrownBy(() -> drivers.open(uri)).isInstanceOf(DriverException.class).hasMessage(message);
    }

    @Test
    void namesTheDriversThereAre() {
        assertThatThrownBy(() -> drivers.open("dpdk:0")).isInstanceOf(DriverException.class)
                .hasMessageMatching("dpdk:0: there is no driver 'dpdk'; there are .*wire.*");
    }

    @Test
    void takesDriversOfOthers() throws DriverException {
        Drivers more = drivers.and(new EchoProvider());
        try (Driver driver = more.open("echo:x?mtu=900")) {
            assertThat(driver.mtu()).isEqualTo(900);
        }
        assertThat(more.help()).contains("echo:NAME", "wire:NAME");
        assertThatThrownBy(() -> more.and(new EchoProvider())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> drivers.open("echo:x")).isInstanceOf(DriverException.class);
    }

    @Test
    void findsDriversInPluginsAndLeavesOutBrokenOnes(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(DriverProvider.class.getName()),
                "io.weft.missing.Provider\n" + EchoProvider.class.getName() + "\njava.lang.String\n");
        PacketBatch batch = new PacketBatch(4);
        try (URLClassLoader plugin = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
                PacketPool pool = new PacketPool(4); Driver driver = Drivers.found(List.of(plugin)).open("echo:plugin")) {
            Packet packet = Objects.requireNonNull(pool.take());
            packet.append(new byte[] {1, 2, 3});
            batch.add(packet);
            driver.transmit(batch);
            assertThat(driver.poll(batch, pool)).isOne();
            assertThat(batch.get(0).toByteArray()).containsExactly(1, 2, 3);
            batch.release();
        }
    }

    @Test
    void aLoaderThatCannotBeReadIsPassedOver() {
        ClassLoader broken = new ClassLoader(null) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("the jar is gone");
            }
        };
        assertThat(Drivers.found(List.of(broken)).help()).contains("wire:NAME");
    }

    @Test
    void opensWireWithItsOptions() throws DriverException {
        try (Driver driver = drivers.open("wire:DriversTest?mac=02:00:00:00:00:07&mtu=9000&offloads=on&queue=100")) {
            assertThat(driver.mac()).isEqualTo(MacAddress.parse("02:00:00:00:00:07"));
            assertThat(driver.mtu()).isEqualTo(9000);
            assertThat(driver.name()).isEqualTo("wire:DriversTest");
        }
    }

    @Test
    void opensAnyDriverBehindABadLink() throws DriverException {
        String options = "?mtu=900&offloads=off&loss=2.5&corrupt=1&delay=500us&jitter=1s&way=in&seed=7";
        try (Driver driver = drivers.and(new EchoProvider()).open("faulty:wire:DriversTest" + options)) {
            assertThat(driver.mtu()).isEqualTo(900);
            assertThat(driver.name()).isEqualTo("faulty:wire:DriversTest");
        }
        try (Driver driver = drivers.and(new EchoProvider()).open("faulty:echo:x?loss=100")) {
            assertThat(driver.name()).isEqualTo("faulty:echo:x");
        }
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            DriverUri uri = DriverUri.parse(text);
            assertThat(text).startsWith(uri.scheme() + ":");
        } catch (DriverException e) {
            assertThat(e).hasMessageContaining(text);
        }
    }
}
