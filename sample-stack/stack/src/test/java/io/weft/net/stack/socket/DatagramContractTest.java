package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a `java.net.DatagramSocket` does, the machine's and the stack's alike.
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramContractTest {

    private final Network network;
    private DatagramSocket one;
    private DatagramSocket other;

    DatagramContractTest(Network network) {
        this.network = network;
    }

    @BeforeEach
    void open() throws IOException {
        one = network.datagrams(new InetSocketAddress(Network.LOOPBACK, 0));
        other = network.datagrams(new InetSocketAddress(Network.LOOPBACK, 0));
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private static void send(DatagramSocket from, String text, SocketAddress to) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(payload, payload.length, to));
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void datagramsArriveWithTheirSender() throws IOException {
        send(one, "hello", other.getLocalSocketAddress());
        DatagramPacket packet = new DatagramPacket(new byte[100], 10, 50);
        other.receive(packet);
        assertThat(text(packet)).isEqualTo("hello");
        assertThat(packet.getOffset()).isEqualTo(10);
        assertThat(packet.getSocketAddress()).isEqualTo(one.getLocalSocketAddress());
        packet.setData("back".getBytes(StandardCharsets.UTF_8));
        other.send(packet);
        one.receive(packet);
        assertThat(text(packet)).isEqualTo("back");
    }

    @Test
    void packetKeepsItsRoomWhenItIsReceivedIntoAgain() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        for (String text : new String[] {"a", "longer than before", "", "again"}) {
            send(one, text, other.getLocalSocketAddress());
            other.receive(packet);
            assertThat(text(packet)).isEqualTo(text);
        }
    }

    @Test
    void datagramIsCutToTheRoomThatThereIs() throws IOException {
        send(one, "far too long", other.getLocalSocketAddress());
        send(one, "next", other.getLocalSocketAddress());
        DatagramPacket packet = new DatagramPacket(new byte[3], 3);
        other.receive(packet);
        assertThat(text(packet)).isEqualTo("far");
        other.receive(packet);
        assertThat(text(packet)).isEqualTo("nex");
    }

    @Test
    void largestDatagramArrivesAndALargerOneIsRefused() throws IOException {
        byte[] payload = new byte[65_507];
        payload[65_506] = 7;
        one.send(new DatagramPacket(payload, payload.length, other.getLocalSocketAddress()));
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        other.receive(packet);
        assertThat(packet.getLength()).isEqualTo(65_507);
        assertThat(packet.getData()[65_506]).isEqualTo((byte) 7);
        assertThatThrownBy(() -> one.send(new DatagramPacket(new byte[65_508], 65_508, other.getLocalSocketAddress())))
                .isInstanceOf(IOException.class).hasMessage("Message too long");
    }

    @Test
    void connectedSocketHearsItsPeerOnly() throws IOException {
        try (DatagramSocket stranger = network.datagrams(new InetSocketAddress(Network.LOOPBACK, 0))) {
            other.connect(one.getLocalSocketAddress());
            send(stranger, "not for you", other.getLocalSocketAddress());
            send(one, "for you", other.getLocalSocketAddress());
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            other.receive(packet);
            assertThat(text(packet)).isEqualTo("for you");
            other.disconnect();
            send(stranger, "now for you", other.getLocalSocketAddress());
            other.receive(packet);
            assertThat(text(packet)).isEqualTo("now for you");
        }
    }

    @Test
    void connectedSocketHearsThatNobodyListens() throws IOException {
        SocketAddress there = other.getLocalSocketAddress();
        other.close();
        one.connect(there);
        send(one, "anybody?", there);
        assertThatThrownBy(() -> one.receive(new DatagramPacket(new byte[1], 1))).isInstanceOf(PortUnreachableException.class);
    }

    @Test
    void socketThatIsNotConnectedHearsNothingOfIt() throws IOException {
        SocketAddress there = other.getLocalSocketAddress();
        other.close();
        send(one, "anybody?", there);
        one.setSoTimeout(50);
        assertThatThrownBy(() -> one.receive(new DatagramPacket(new byte[1], 1))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void receivingTimesOut() throws IOException {
        one.setSoTimeout(30);
        assertThatThrownBy(() -> one.receive(new DatagramPacket(new byte[1], 1)))
                .isInstanceOf(SocketTimeoutException.class).hasMessage("Receive timed out");
    }

    @Test
    void closingEndsReceiving() throws Exception {
        Blocked<Void> receiving = Blocked.onVirtual(this::receive);
        one.close();
        assertThatThrownBy(receiving::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(() -> send(one, "late", other.getLocalSocketAddress())).isInstanceOf(SocketException.class);
    }

    @Test
    void interruptEndsReceivingOnVirtualThread() throws Exception {
        Blocked<Void> receiving = Blocked.onVirtual(this::receive);
        receiving.thread().interrupt();
        assertThatThrownBy(receiving::outcome).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(one.isClosed()).isTrue();
    }

    private Void receive() throws IOException {
        one.receive(new DatagramPacket(new byte[1], 1));
        return null;
    }

    @Test
    void portIsTakenOnce() {
        assertThatThrownBy(() -> network.datagrams(one.getLocalSocketAddress()))
                .isInstanceOf(BindException.class).hasMessageStartingWith("Address already in use");
    }

    @Test
    void optionsAreAsTheyWereSet() throws IOException {
        one.setReceiveBufferSize(100_000);
        one.setSendBufferSize(100_000);
        one.setBroadcast(true);
        assertThat(one.getReceiveBufferSize()).isGreaterThanOrEqualTo(100_000);
        assertThat(one.getSendBufferSize()).isGreaterThanOrEqualTo(100_000);
        assertThat(one.getBroadcast()).isTrue();
        assertThat(one.getLocalAddress()).isEqualTo(Network.LOOPBACK);
    }
}
