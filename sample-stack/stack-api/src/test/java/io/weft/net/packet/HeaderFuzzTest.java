package io.weft.net.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;

/// Every accessor of every header view, on bytes that nobody has checked: it answers, or says that the bytes are not there.
class HeaderFuzzTest {

    private final PacketPool pool = new PacketPool(3);

    @AfterTry
    void everyPacketEnded() {
        pool.close();
    }

    @Property(tries = 1_000)
    void everyAccessorAnswersOrSaysThatTheBytesAreNotThere(@ForAll @Size(max = 90) byte[] bytes, @ForAll @IntRange(max = 90) int network,
            @ForAll @IntRange(min = -300, max = 300) int transport, @ForAll Random random) throws IllegalAccessException {
        Packet before = neighbour();
        Packet packet = Objects.requireNonNull(pool.take());
        Packet behind = neighbour();
        packet.append(bytes);
        packet.markLinkHeader();
        packet.pull(Math.min(network, bytes.length));
        packet.markNetworkHeader();
        packet.markTransportHeader(transport);
        packet.push(random.nextInt(packet.headroom() + 1));

        int called = 0;
        for (Object view : List.of(packet.ethernet(), packet.arp(), packet.ip(), packet.icmp(), packet.udp(), packet.tcp())) {
            for (Method accessor : view.getClass().getDeclaredMethods()) {
                if (Modifier.isPublic(accessor.getModifiers())) {
                    call(view, accessor, random);
                    called++;
                }
            }
        }
        assertThat(called).isGreaterThan(80);
        isUntouched(before);
        isUntouched(behind);
        packet.release();
    }

    private static void call(Object view, Method accessor, Random random) throws IllegalAccessException {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : accessor.getParameterTypes()) {
            arguments.add(argument(type, random));
        }
        try {
            accessor.invoke(view, arguments.toArray());
        } catch (InvocationTargetException thrown) {
            if (!(thrown.getCause() instanceof IndexOutOfBoundsException)) {
                throw new AssertionError(accessor.toString(), thrown.getCause());
            }
        }
    }

    private static Object argument(Class<?> type, Random random) {
        if (type == int.class) {
            return random.nextBoolean() ? random.nextInt(64) : random.nextInt();
        }
        return type == long.class ? (Object) random.nextLong() : random.nextBoolean();
    }

    private Packet neighbour() {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.push(packet.headroom());
        packet.put(packet.tailroom());
        packet.i32(0, 0x600DF00D);
        packet.i32(packet.length() - 4, 0x600DF00D);
        return packet;
    }

    private static void isUntouched(Packet packet) {
        assertThat(packet.i32(0)).isEqualTo(0x600DF00D);
        assertThat(packet.i32(packet.length() - 4)).isEqualTo(0x600DF00D);
        packet.release();
    }

    @Property(tries = 500)
    void packetAccessorsStayWithinThePacket(@ForAll @Size(max = 40) byte[] bytes, @ForAll int offset, @ForAll int length,
            @ForAll byte[] array, @ForAll int at) {
        Packet before = neighbour();
        Packet packet = Objects.requireNonNull(pool.take());
        Packet behind = neighbour();
        packet.append(bytes);
        List<Runnable> accesses = List.of(() -> packet.u8(offset), () -> packet.u16(offset), () -> packet.i32(offset),
                () -> packet.u8(offset, 1), () -> packet.u16(offset, 1), () -> packet.i32(offset, 1),
                () -> packet.copyTo(offset, array, at, length), () -> packet.copyFrom(offset, array, at, length),
                () -> packet.copyFrom(offset, packet, at, length), () -> Checksum.sum(packet, offset, length),
                () -> packet.pull(length), () -> packet.push(length), () -> packet.trim(length), () -> packet.put(length));
        for (Runnable access : accesses) {
            try {
                access.run();
            } catch (RuntimeException outside) {
                assertThat(outside).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
        isUntouched(before);
        isUntouched(behind);
        packet.release();
    }
}
