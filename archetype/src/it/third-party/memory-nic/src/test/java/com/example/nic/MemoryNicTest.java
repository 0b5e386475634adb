package com.example.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.stack.NetStack;
import io.weft.net.testkit.packet.PacketBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryNicTest {

    private final MemoryNicProvider provider = new MemoryNicProvider();
    private final PacketPool pool = new PacketPool(64);
    private final PacketBatch batch = new PacketBatch(16);

    @AfterEach
    void everyPacketEnded() {
        pool.close();
        assertThat(Cable.names()).as("cables that are plugged in").isEmpty();
    }

    private Driver open(Map<String, String> options) throws DriverException {
        return provider.open("lab", options);
    }

    private void send(Driver from, int payloadBytes, int frames) {
        for (int i = 0; i < frames; i++) {
            batch.add(PacketBuilder.udp("10.0.0.1", 1, "10.0.0.2", 2).payloadOf(payloadBytes)
                    .ethernet("02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff").build(pool));
        }
        from.transmit(batch);
        assertThat(batch.isEmpty()).isTrue();
    }

    private int received(Driver at) {
        int count = at.poll(batch, pool);
        batch.release();
        return count;
    }

    @Test
    void whatOneEndSendsTheOtherReceives() throws DriverException {
        try (Driver one = open(Map.of()); Driver other = open(Map.of())) {
            send(one, 100, 3);
            assertThat(other.poll(batch, pool)).isEqualTo(3);
            Packet packet = batch.get(0);
            assertThat(packet.toByteArray()).isEqualTo(PacketBuilder.udp("10.0.0.1", 1, "10.0.0.2", 2).payloadOf(100)
                    .ethernet("02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff").bytes());
            batch.release();
            assertThat(one.counters()).satisfies(counters -> {
                assertThat(counters.txPackets()).isEqualTo(3);
                assertThat(counters.txBytes()).isEqualTo(3 * 142);
            });
            assertThat(other.counters().rxPackets()).isEqualTo(3);
            assertThat(one.mac()).isNotEqualTo(other.mac());
        }
    }

    @Test
    void aFullQueueLosesFramesAndCountsThem() throws DriverException {
        try (Driver one = open(Map.of()); Driver other = open(Map.of("queue", "4"))) {
            send(one, 10, 6);
            assertThat(one.counters().txDropped()).isEqualTo(2);
            assertThat(received(other)).isEqualTo(4);
            send(one, 10, 4);
            assertThat(received(other)).isEqualTo(4);
        }
    }

    @Test
    void aFrameBeyondTheMtuIsRefused() throws DriverException {
        try (Driver one = open(Map.of("mtu", "576")); Driver other = open(Map.of())) {
            send(one, 576 - 28, 1);
            send(one, 576 - 27, 1);
            assertThat(one.counters().txErrors()).isEqualTo(1);
            assertThat(received(other)).isEqualTo(1);
        }
    }

    @Test
    void thereIsALinkWhileBothEndsArePluggedInAndNobodyPulls() throws DriverException {
        try (Driver one = open(Map.of())) {
            assertThat(one.linkUp()).isFalse();
            try (Driver other = open(Map.of())) {
                assertThat(one.linkUp()).isTrue();
                Cable.named("lab").pulled(true);
                assertThat(one.linkUp()).isFalse();
                send(one, 10, 1);
                assertThat(one.counters().txDropped()).isEqualTo(1);
                Cable.named("lab").pulled(false);
                assertThat(other.linkUp()).isTrue();
            }
            assertThat(one.linkUp()).isFalse();
        }
    }

    @Test
    void whoFoundNothingIsWokenOnce() throws DriverException {
        AtomicInteger wakes = new AtomicInteger();
        try (Driver one = open(Map.of()); Driver other = open(Map.of())) {
            other.onArrival(wakes::incrementAndGet);
            assertThat(received(other)).isZero();
            send(one, 10, 2);
            send(one, 10, 2);
            assertThat(wakes).hasValue(1);
            assertThat(received(other)).isEqualTo(4);
        }
    }

    @Test
    void whatCannotBeOpenedIsSaid() throws DriverException {
        try (Driver _ = open(Map.of("mac", "02:00:00:00:00:07")); Driver _ = open(Map.of())) {
            assertThatThrownBy(() -> open(Map.of())).hasMessage("mem:lab: a cable has two ends, and both are plugged in; take another name");
        }
        assertThatThrownBy(() -> open(Map.of("speed", "10"))).hasMessage("mem:lab: there is no option 'speed'; there are mac, mtu, queue");
        assertThatThrownBy(() -> provider.open("", Map.of())).isInstanceOf(DriverException.class);
    }

    @Test
    @Timeout(60)
    void twoStacksTalkOverIt() throws Exception {
        try (NetStack left = host("left", "10.0.0.1/24"); NetStack right = host("right", "10.0.0.2/24")) {
            try (var server = right.sockets().serverSocketFactory().createServerSocket(80);
                    var client = left.sockets().socketFactory().createSocket("10.0.0.2", 80);
                    var accepted = server.accept()) {
                client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                assertThat(accepted.getInputStream().readNBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("hello");
            }
        }
    }

    private NetStack host(String name, String address) throws DriverException {
        NetStack stack = NetStack.builder().name(name).poolPackets(512).build();
        stack.addDevice("eth0", open(Map.of()));
        stack.addAddress("eth0", InterfaceAddress.parse(address));
        stack.start();
        return stack;
    }
}
