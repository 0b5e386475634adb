package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.TestHooks;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverProvider;
import io.weft.net.stack.NetStack;
import io.weft.net.testkit.packet.PacketBuilder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The packed jar's driver under a running stack. After each test it is unloaded, and what keeps its classes fails the test.
class UdpCableIT {

    private static final String PEER_MAC = "02:00:00:00:00:02";

    @RegisterExtension
    final TestHooks hooks = TestHooks.with(tables -> { });

    @Test
    void pingIsAnsweredThroughTheCable() throws Exception {
        hooks.load(Path.of(System.getProperty("weft.plugin.jar")));
        Driver driver = hooks.host().services(DriverProvider.class).getFirst().open("127.0.0.1:0", Map.of());
        // closed with its driver, and forgotten before the plugin is unloaded
        try (NetStack stack = NetStack.builder().name("station").build()) {
            stack.addDevice("cable0", driver);
            stack.addAddress("cable0", InterfaceAddress.parse("10.7.0.1/24"));
            stack.addNeighbor("cable0", Ipv4.parse("10.7.0.2"), MacAddress.parse(PEER_MAC));
            stack.start();
            ping(driver);
        }
    }

    private static void ping(Driver driver) throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            peer.setSoTimeout(30_000);
            byte[] ping = PacketBuilder.echoRequest("10.7.0.2", "10.7.0.1", 1, 1).ethernet(PEER_MAC, driver.mac().toString()).bytes();
            int port = Integer.parseInt(driver.name().substring(driver.name().lastIndexOf(':') + 1));
            peer.send(new DatagramPacket(ping, ping.length, InetAddress.getLoopbackAddress(), port));
            DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
            peer.receive(answer);
            assertThat(answer.getLength()).isEqualTo(ping.length);
        }
    }
}
