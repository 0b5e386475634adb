package io.weft.net.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.InternetChecksum;
import io.weft.net.stack.testing.OracleRouter;
import io.weft.net.stack.testing.Recording;
import io.weft.net.stack.udp.UdpSocket;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Sends what the oracle sent to a kernel without rules, and expects the kernel's frames, byte for byte.
///
/// Free are the identification of datagrams that the router makes itself, and the times, for which the router's clock is set to the
/// kernel's.
class KernelReplayTest {

    private static final int LINK = 14;
    private static final int ID = LINK + 4;
    private static final int CHECKSUM = LINK + 10;
    private static final int TIMESTAMP_OPTION = 68;

    private static void replay(String name, UnaryOperator<StackSettings> settings, Set<String> leftOut) throws BindException {
        List<String> differences = new ArrayList<>();
        try (OracleRouter router = new OracleRouter(settings)) {
            router.stack().udp().bind(Ipv4.ANY, 7, KernelReplayTest::answerReversed);
            for (Recording packet : Recording.ofCase(name)) {
                router.timeOfDay(kernelTime(packet));
                router.receive(packet.in(), packet.frame());
                for (String device : router.devices()) {
                    List<byte[]> sent = router.sent(device);
                    List<byte[]> expected = packet.out().stream().filter(out -> out.device().equals(device)).map(Recording.Out::frame).toList();
                    if (!leftOut.contains(packet.id())) {
                        compare(packet, device, sent, expected, differences);
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    /// The oracle's echo service.
    private static void answerReversed(UdpSocket socket, Packet datagram) {
        byte[] bytes = datagram.toByteArray();
        Packet answer = socket.pool().take();
        if (answer == null) {
            throw new AssertionError("pool is exhausted");
        }
        answer.put(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            answer.u8(i, bytes[bytes.length - 1 - i]);
        }
        socket.send(datagram.ip().source(), datagram.udp().sourcePort(), answer);
    }

    private static void compare(Recording packet, String device, List<byte[]> sent, List<byte[]> expected, List<String> differences) {
        boolean equal = sent.size() == expected.size();
        for (int i = 0; equal && i < sent.size(); i++) {
            boolean freeId = isOwn(expected.get(i), packet);
            equal = sumIsRight(sent.get(i)) && Arrays.equals(comparable(sent.get(i), freeId), comparable(expected.get(i), freeId));
        }
        if (!equal) {
            differences.add(packet.id() + " (" + packet.note() + ") on " + device + ": sent " + hex(sent) + " instead of " + hex(expected));
        }
    }

    private static boolean sumIsRight(byte[] frame) {
        int headerLength = (frame[LINK] & 0xF) * 4;
        return InternetChecksum.sum(Arrays.copyOfRange(frame, LINK, LINK + headerLength)) == 0xFFFF;
    }

    /// A datagram that the kernel made itself and gave an identification of its own choice.
    private static boolean isOwn(byte[] kernelFrame, Recording packet) {
        short id = ByteBuffer.wrap(kernelFrame).getShort(ID);
        return id != 0 && id != ByteBuffer.wrap(packet.frame()).getShort(ID);
    }

    private static byte[] comparable(byte[] frame, boolean freeId) {
        byte[] bytes = frame.clone();
        if (freeId) {
            ByteBuffer.wrap(bytes).putShort(ID, (short) 0).putShort(CHECKSUM, (short) 0);
        }
        return bytes;
    }

    /// The time of day that the kernel wrote into what it sent, or 0.
    private static int kernelTime(Recording packet) {
        for (Recording.Out out : packet.out()) {
            ByteBuffer frame = ByteBuffer.wrap(out.frame());
            int payload = LINK + (frame.get(LINK) & 0xF) * 4;
            if (frame.get(LINK + 9) == 1 && frame.get(payload) == 14) {
                return frame.getInt(payload + 12);
            }
            for (int at = LINK + 20; at < payload && frame.get(at) != 0; at += frame.get(at) == 1 ? 1 : frame.get(at + 1)) {
                if (frame.get(at) == TIMESTAMP_OPTION) {
                    return frame.getInt(at + frame.get(at + 2) - 5);
                }
            }
        }
        return 0;
    }

    private static List<String> hex(List<byte[]> frames) {
        return frames.stream().map(frame -> HexFormat.of().formatHex(frame, LINK, Math.min(frame.length, LINK + 160))).toList();
    }

    @Test
    void forwardsAndAnswersAsTheKernelDoes() throws BindException {
        // nothing listens on TCP port 8080 here
        replay("01-open", settings -> settings, Set.of("s-r8080"));
    }

    @Test
    void readsOptionsAndSpeaksForItselfAsTheKernelDoes() throws BindException {
        replay("17-answers", settings -> settings, Set.of());
    }

    @Test
    void followsSourceRoutesAsTheKernelDoes() throws BindException {
        replay("18-source-route", settings -> settings.withAcceptSourceRoute(true), Set.of());
    }
}
