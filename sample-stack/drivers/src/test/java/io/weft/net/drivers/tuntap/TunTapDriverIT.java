package io.weft.net.drivers.tuntap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.Driver.LinkLayer;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.Frames;
import io.weft.net.drivers.HeldDriver;
import io.weft.net.drivers.NetworkNamespace;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunTapDriverIT {

    private NetworkNamespace host;
    private final Frames frames = new Frames();

    @BeforeAll
    static void canMakeNamespaces() throws Exception {
        NetworkNamespace.requireAbility(TunTapDriverIT.class, "ping");
    }

    @BeforeEach
    void makeNamespace() throws Exception {
        host = NetworkNamespace.make();
    }

    @AfterEach
    void removeNamespace() {
        host.close();
        frames.close();
    }

    @Test
    void theKernelAsksForTheStacksAddressAndGetsFrames() throws Exception {
        try (Driver tap = host.open("tap:tap7?peer=10.8.0.1/24&mtu=1400"); Driver kernels = host.open("raw:tap7?kernel=keep")) {
            assertThat(tap.linkLayer()).isEqualTo(LinkLayer.ETHERNET);
            assertThat(tap.mtu()).isEqualTo(1400);
            frames.awaitLinkUp(tap);
            assertThat(tap.name()).isEqualTo("tap:tap7");
            host.code("ping", "-c1", "-W1", "-n", "10.8.0.2");
            List<Packet> got = frames.await(tap, 1, packet -> packet.u16(12) == 0x0806);
            assertThat(got.getFirst().linkType()).isEqualTo(LinkType.BROADCAST);
            assertThat(got.getFirst().ethernet().source()).isEqualTo(kernels.mac().value());
            Frames.release(got);

            Packet sent = frames.frame(kernels.mac().value(), 300, 5);
            byte[] bytes = sent.toByteArray();
            Packet full = frames.frame(kernels.mac().value(), 300, 6);
            full.push(full.headroom() - 3);
            full.markLinkHeader();
            full.ethernet().destination(kernels.mac().value());
            full.ethernet().type(Frames.ETHERTYPE);
            byte[] fullBytes = full.toByteArray();
            frames.send(tap, sent, full, frames.bytes(new byte[4]));
            List<Packet> arrived = frames.await(kernels, 2);
            assertThat(arrived.get(0).toByteArray()).isEqualTo(bytes);
            assertThat(arrived.get(1).toByteArray()).as("had no room for the header").isEqualTo(fullBytes);
            Frames.release(arrived);
            assertThat(tap.counters().txPackets()).isEqualTo(2);
            assertThat(tap.counters().txErrors()).as("shorter than an Ethernet header").isOne();
        }
    }

    @Test
    void theStacksAddressIsNotTheKernels() throws Exception {
        try (Driver tap = host.open("tap:tap7"); Driver kernels = host.open("raw:tap7?kernel=keep")) {
            assertThat(tap.mac()).isNotEqualTo(kernels.mac()).isNotEqualTo(MacAddress.ZERO);
            assertThat(tap.mac().value() >>> 40 & 3).as("locally administered, of one station").isEqualTo(2);
        }
        host.ip("tuntap add tap8 mode tap");
        host.ip("link set tap8 address 02:00:00:00:00:08");
        assertThatThrownBy(() -> host.open("tap:tap8?mac=02:00:00:00:00:08")).isInstanceOf(DriverException.class)
                .hasMessage("tap:tap8: mac=02:00:00:00:00:08 is the address of the kernel's end; the stack's must be another");
        try (Driver tap = host.open("tap:tap8?mac=02:00:00:00:00:09")) {
            assertThat(tap.mac()).hasToString("02:00:00:00:00:09");
        }
    }

    @Test
    void whatItMadeGoesAndWhatWasThereStays() throws Exception {
        host.ip("tuntap add tap8 mode tap");
        host.open("tap:tap7").close();
        Driver existing = host.open("tap:tap8");
        existing.close();
        existing.close();
        assertThat(host.ip("-o link")).doesNotContain("tap7").contains("tap8");
    }

    @Test
    void aKilledProcessLeavesNothing() throws Exception {
        HeldDriver held = HeldDriver.in(host, "tap:tap7");
        assertThat(held.saying()).isEqualTo("open tap:tap7");
        assertThat(host.ip("-o link")).contains("tap7");
        assertThatThrownBy(() -> host.open("tap:tap7")).isInstanceOf(DriverException.class)
                .hasMessage("tap:tap7: tap7 is busy: another process has it");
        held.kill();
        assertThat(host.ip("-o link")).doesNotContain("tap7");
        host.open("tap:tap7").close();
    }

    @Test
    void tunCarriesBareIpPackets() throws Exception {
        try (Driver tun = host.open("tun:tun7?peer=10.8.0.1/24")) {
            assertThat(tun.linkLayer()).isEqualTo(LinkLayer.NONE);
            assertThat(tun.mac()).isEqualTo(MacAddress.ZERO);
            host.code("ping", "-c1", "-W1", "-n", "-s", "100", "10.8.0.2");
            List<Packet> got = frames.await(tun, 1, packet -> packet.length() > 20 && packet.u8(9) == 1);
            Packet echo = got.getFirst();
            assertThat(echo.length()).isEqualTo(128);
            assertThat(echo.ip().version()).isEqualTo(4);
            assertThat(echo.i32(16)).isEqualTo(0x0A08_0002);
            Frames.release(got);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tap", "tun"})
    void staysDownWhenAskedAndCountsWhatTheKernelRefuses(String scheme) throws Exception {
        try (Driver driver = host.open(scheme + ":x7?up=no")) {
            assertThat(driver.linkUp()).isFalse();
            frames.send(driver, frames.frame(1, 60, 1));
            assertThat(driver.counters().txErrors()).isOne();
            Frames.release(frames.now(driver, packet -> true));
            assertThat(NetworkNamespace.awaitReadable(0, driver)).as("a loop would spin").isFalse();
            host.ip("link set x7 up");
            frames.awaitLinkUp(driver);
            frames.send(driver, frames.bytes(new byte[] {
                0x45, 0, 0, 20, 0, 0, 0, 0, 1, 1, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}));
            assertThat(driver.counters().txPackets()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tap", "tun"})
    void anInterfaceThatWasDeletedIsTheEnd(String scheme) throws Exception {
        try (Driver driver = host.open(scheme + ":x7")) {
            host.ip("link del x7");
            Frames.release(frames.now(driver, packet -> true));
            frames.send(driver, frames.frame(1, 60, 1));
            assertThat(driver.linkUp()).isFalse();
            assertThat(driver.exhausted()).isTrue();
            assertThat(driver.counters().txErrors()).isOne();
        }
    }

    @Test
    void worksOnInTheNamespaceItWasMovedTo() throws Exception {
        try (NetworkNamespace other = NetworkNamespace.make(); Driver tap = host.open("tap:tap7")) {
            host.ip("link set tap7 netns " + other.name());
            frames.awaitLinkUp(tap);
            other.ip("addr add 10.8.0.1/24 dev tap7");
            other.ip("link set tap7 up");
            other.code("ping", "-c1", "-W1", "-n", "10.8.0.2");
            Frames.release(frames.await(tap, 1, packet -> packet.u16(12) == 0x0806));
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        host.ip("link add veth7 type veth peer name veth8");
        host.ip("tuntap add tun8 mode tun");
        assertThatThrownBy(() -> host.open("tap:veth7")).isInstanceOf(DriverException.class)
                .hasMessageStartingWith("tap:veth7: there is an interface veth7 already that is not a TAP interface");
        assertThatThrownBy(() -> host.open("tap:tun8")).hasMessageContaining("not a TAP interface");
        assertThatThrownBy(() -> host.open("tun:x?mac=02:00:00:00:00:01"))
                .hasMessage("tun:x: there is no option 'mac'; there are mtu, peer, up, vnet");
        assertThatThrownBy(() -> host.open("tun:x?peer=10.0.0.300/24")).hasMessageContaining("option peer: '10.0.0.300'");
        assertThatThrownBy(() -> host.open("tap:a/b")).hasMessageContaining("'a/b' cannot be an interface's name");
        assertThat(host.ip("-o link")).as("left behind by a failure").doesNotContain("x:");
    }

    @Test
    void saysWhichCapabilityIsMissing() throws Exception {
        boolean can = host.code("setpriv", "--bounding-set", "-all", "true") == 0;
        if (!can) {
            System.out.println("SKIPPED TunTapDriverIT.saysWhichCapabilityIsMissing: setpriv (util-linux) cannot drop capabilities here");
        }
        assumeTrue(can, "setpriv cannot drop capabilities here");
        HeldDriver none = HeldDriver.without(host, "net_admin", "tap:tap7");
        assertThat(none.saying()).startsWith("refused tap:tap7: not permitted: making tap7 takes the capability CAP_NET_ADMIN; run it as root")
                .endsWith("or have it made for you: ip tuntap add tap7 mode tap user YOU");
        none.kill();
    }
}
