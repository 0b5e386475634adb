package io.weft.net.stack.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.testing.TestRouter;
import java.net.BindException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpSocketsTest {

    private static final UdpHandler NOBODY = (socket, datagram) -> { };
    private static final int LAN = Ipv4.parse("192.168.1.1");
    private static final int WAN = Ipv4.parse("203.0.113.1");

    private final TestRouter router = TestRouter.open();
    private final UdpSockets sockets = router.stack.udp();

    private UdpSocket find(int address, int port) {
        return sockets.find(Ipv4.parse("192.168.1.2"), 5, address, port);
    }

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void findsTheSocketOfTheAddressBeforeTheOneOfAll() throws BindException {
        UdpSocket lan = sockets.bind(LAN, 53, NOBODY);
        UdpSocket wan = sockets.bind(WAN, 53, NOBODY);
        UdpSocket all = sockets.bind(Ipv4.ANY, 54, NOBODY);
        assertThat(find(LAN, 53)).isSameAs(lan);
        assertThat(find(WAN, 53)).isSameAs(wan);
        assertThat(find(Ipv4.parse("10.9.0.1"), 53)).isNull();
        assertThat(find(LAN, 54)).isSameAs(all);
        assertThat(find(LAN, 55)).isNull();
    }

    @Test
    void refusesAPortThatIsTaken() throws BindException {
        sockets.bind(LAN, 53, NOBODY);
        assertThatThrownBy(() -> sockets.bind(LAN, 53, NOBODY)).isInstanceOf(BindException.class).hasMessage("port 53 is already in use");
        assertThatThrownBy(() -> sockets.bind(Ipv4.ANY, 53, NOBODY)).isInstanceOf(BindException.class);
        sockets.bind(Ipv4.ANY, 54, NOBODY);
        assertThatThrownBy(() -> sockets.bind(WAN, 54, NOBODY)).isInstanceOf(BindException.class);
    }

    @Test
    void refusesAnAddressThatIsNotThisHosts() {
        assertThatThrownBy(() -> sockets.bind(Ipv4.parse("192.168.1.2"), 53, NOBODY)).isInstanceOf(BindException.class)
                .hasMessage("no interface has the address 192.168.1.2");
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatThrownBy(() -> sockets.bind(LAN, 65_536, NOBODY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sockets.bind(LAN, -1, NOBODY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void choosesFreePortsOfTheEphemeralRange() throws BindException {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            UdpSocket socket = sockets.bind(i % 2 == 0 ? Ipv4.ANY : LAN, 0, NOBODY);
            assertThat(socket.port()).isBetween(32_768, 60_999);
            assertThat(ports.add(socket.port())).isTrue();
            assertThat(find(LAN, socket.port())).isSameAs(socket);
        }
    }

    @Test
    void freesThePortOfAClosedSocket() throws BindException {
        UdpSocket first = sockets.bind(LAN, 53, NOBODY);
        first.close();
        assertThat(find(LAN, 53)).isNull();
        UdpSocket second = sockets.bind(LAN, 53, NOBODY);
        first.close();
        assertThat(find(LAN, 53)).isSameAs(second);
    }
}
