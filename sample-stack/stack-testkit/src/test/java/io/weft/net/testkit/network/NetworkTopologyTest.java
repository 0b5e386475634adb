package io.weft.net.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTopologyTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @NetworkTest
    void hostsReachEachOtherThroughRoutersByThemselves(Network net) {
        Host client = net.host("client");
        Host first = net.router("first");
        Host second = net.router("second");
        Host server = net.host("server");
        net.link(client, first);
        Link middle = net.link(first, second).delay(Duration.ofMillis(100));
        net.link(second, server).subnet("203.0.113.0/24");
        UdpEnd asks = client.udp(4_000);
        UdpEnd answers = server.udp(53);

        asks.send(server, 53, "who?");
        net.run(Duration.ofMillis(99));
        assertThat(answers.received()).isEmpty();
        net.until(() -> !answers.received().isEmpty(), MINUTE);
        answers.answer(answers.received().getFirst(), "you");
        net.until(() -> !asks.received().isEmpty(), MINUTE);

        assertThat(asks.received()).extracting(UdpEnd.Datagram::toString).containsExactly("203.0.113.2:53 you");
        middle.capture().from(first).udp().only().hasSource("10.0.1.1").hasDestination("203.0.113.2").hasTtl(63).isUdp(4_000, 53);
    }

    @NetworkTest
    void aDelayIsMetToTheNanosecond(Network net) {
        Host left = net.host("left");
        Host right = net.host("right");
        net.link(left, right).delay(Duration.ofMillis(250));
        UdpEnd from = left.udp(1_000);
        UdpEnd to = right.udp(1_000);
        from.send(right, 1_000, "for the neighbour table");
        net.until(() -> !to.received().isEmpty(), MINUTE);
        Duration sent = net.now();
        from.send(right, 1_000, "measured");
        net.until(() -> to.received().size() == 2, MINUTE);
        assertThat(net.now().minus(sent)).isEqualTo(Duration.ofMillis(250));
    }

    @NetworkTest
    void aRateIsKept(Network net) {
        Host left = net.host("left");
        Host right = net.host("right");
        net.link(left, right).delay(Duration.ofMillis(10)).rate("1mbit");
        List<TcpEnd> accepted = right.listen(80);
        left.connect(right, 80).write(new byte[250_000]).finish();
        net.until(() -> !accepted.isEmpty() && accepted.getFirst().isAtEnd(), MINUTE);
        assertThat(accepted.getFirst().received()).hasSize(250_000);
        assertThat(net.now()).isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_400));
    }

    @NetworkTest
    void minutesOfABadLinkPassAtOnceAndLoseNoByte(Network net) {
        Host left = net.host("left");
        Host right = net.host("right");
        Link bad = net.link(left, right).delay(Duration.ofMillis(40)).loss(0.03).reorder(0.03).duplicate(0.03).corrupt(0.01);
        List<TcpEnd> accepted = right.listen(80);
        byte[] sent = new byte[500_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 >> 3);
        }
        left.connect(right, 80).write(sent).finish();
        net.until(() -> !accepted.isEmpty() && accepted.getFirst().isAtEnd(), Duration.ofMinutes(10));
        assertThat(Arrays.equals(accepted.getFirst().received(), sent)).isTrue();
        assertThat(bad.lost()).isPositive();
        assertThat(bad.capture().lost().size()).isEqualTo((int) bad.lost());
    }

    @Test
    void theSameSeedIsTheSameRunToTheLastBit() {
        String once = recording(7);
        assertThat(recording(7)).isEqualTo(once);
        assertThat(recording(8)).isNotEqualTo(once);
    }

    private static String recording(long seed) {
        try (Network net = Network.virtual(seed)) {
            Host left = net.host("left");
            Host right = net.host("right");
            net.link(left, right).delay(Duration.ofMillis(40)).jitter(Duration.ofMillis(5)).loss(0.05).reorder(0.05).rate("5mbit");
            List<TcpEnd> accepted = right.listen(80);
            left.connect(right, 80).write(new byte[100_000]).finish();
            net.until(() -> !accepted.isEmpty() && accepted.getFirst().isAtEnd(), Duration.ofMinutes(10));
            StringBuilder all = new StringBuilder();
            net.capture().frames().forEach(frame -> all.append(frame).append(Arrays.hashCode(frame.bytes())).append('\n'));
            return all.toString();
        }
    }

    @NetworkTest
    void aPartitionLosesWhatIsSentAndHealingLetsTheConnectionGoOn(Network net) {
        Host left = net.host("left");
        Host right = net.host("right");
        Link link = net.link(left, right).delay(Duration.ofMillis(20));
        List<TcpEnd> accepted = right.listen(80);
        TcpEnd client = left.connect(right, 80);
        net.until(client::isConnected, MINUTE);
        net.partition(left, right);
        client.write("are you there?");
        net.run(Duration.ofSeconds(30));
        assertThat(accepted.getFirst().text()).isEmpty();
        assertThat(link.lost()).isPositive();
        net.heal();
        net.until(() -> !accepted.getFirst().text().isEmpty(), MINUTE);
        assertThat(accepted.getFirst().text()).isEqualTo("are you there?");
    }

    @NetworkTest
    void aQueueThatIsFullLosesTheRest(Network net) {
        Host left = net.host("left");
        Host right = net.host("right");
        Link slow = net.link(left, right).rate("8kbit").queue(3);
        UdpEnd from = left.udp(1_000);
        UdpEnd to = right.udp(1_000);
        for (int i = 0; i < 20; i++) {
            from.send(right, 1_000, "number " + i);
            net.run(Duration.ofMillis(10));
        }
        net.run(MINUTE);
        assertThat(slow.capture().lost().frames()).isNotEmpty().allMatch(frame -> frame.fate() == Fate.QUEUE_FULL);
        assertThat(to.received().size() + slow.lost()).isEqualTo(20);
    }

    @NetworkTest
    void itIsDrawnWithAllThatIsKnownOfIt(Network net) {
        Host client = net.host("client");
        Host gate = net.router("gate");
        net.link(client, gate).subnet("192.168.1.0/24").delay(Duration.ofMillis(20)).jitter(Duration.ofMillis(5)).loss(0.015).rate("10mbit");
        net.link(gate, net.host("server")).cut();
        assertThat(net.toString()).isEqualTo("""
                The network after 0.000 s of virtual time, seed 1 (again with -Dweft.seed=1):
                    client eth0 192.168.1.1 ──── 192.168.1.2 eth0 gate     20–25 ms, loss 1.5 %, 10 Mbit/s   0 frames
                    gate   eth1 10.0.2.1    ─╳── 10.0.2.2    eth0 server                                     0 frames
                    gate forwards
                """);
    }

    @NetworkTest
    void whatIsDeclaredTooLateOrWronglyIsRefused(Network net) {
        Host left = net.host("left");
        Host right = net.host("right");
        Link link = net.link(left, right);
        assertThatThrownBy(() -> net.host("LEFT")).hasMessage("there is a host LEFT already");
        assertThatThrownBy(() -> net.link(left, left)).hasMessageContaining("two ends");
        assertThatThrownBy(() -> link.rate("fast")).hasMessageContaining("'fast' is no rate");
        assertThatThrownBy(() -> link.loss(5)).hasMessageContaining("no share");
        assertThatThrownBy(left::sockets).isInstanceOf(IllegalStateException.class).hasMessageContaining("clock = NetworkClock.REAL");
        net.run(MINUTE);
        assertThatThrownBy(() -> net.host("late")).hasMessageContaining("a host is declared before");
        assertThatThrownBy(() -> link.subnet("10.9.0.0/24")).hasMessageContaining("a link's subnet is declared before");
        assertThatThrownBy(() -> net.partition(left, net.hosts().getFirst())).hasMessageContaining("there is no link between");
    }

    @NetworkTest(clock = NetworkClock.REAL)
    void programsMeetInTheMachinesTimeByName(Network net) throws Exception {
        Host client = net.host("client");
        Host gate = net.router("gate");
        Host server = net.host("server");
        net.link(client, gate).delay(Duration.ofMillis(5));
        net.link(gate, server);
        try (var listener = server.sockets().listen(80)) {
            Thread.startVirtualThread(() -> {
                try (var socket = listener.accept()) {
                    socket.input().transferTo(socket.output());
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            try (var socket = client.sockets().connect("server", 80)) {
                socket.timeout(Duration.ofSeconds(20));
                socket.output().write("hello".getBytes());
                socket.shutdownOutput();
                assertThat(new String(socket.input().readAllBytes())).isEqualTo("hello");
            }
        }
    }
}
