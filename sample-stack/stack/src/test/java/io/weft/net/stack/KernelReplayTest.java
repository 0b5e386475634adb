package io.weft.net.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.stack.icmp.RateLimits;
import io.weft.net.stack.testing.Recording;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.stack.udp.UdpSocket;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.InternetChecksum;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Sends what the oracle sent to a kernel, and expects the kernel's frames, byte for byte.
///
/// Free are the identification of datagrams that the router makes itself, and the times, for which the router's clock is set to the
/// kernel's.
class KernelReplayTest {

    /// The oracle's switches: nothing is limited but how often "no route" is said.
    private static final RateLimits UNLIMITED = new RateLimits(100_000, 100_000, 1_000_000_000L, 0, 1_000_000_000L, 5_000_000_000L, 64);
    /// Of the ports from 6000 on.
    private static final int[] REFUSAL_CODES = {0, 1, 2, 3, 9, 10, 13};
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final int LINK = 14;
    private static final int ID = LINK + 4;
    private static final int CHECKSUM = LINK + 10;
    private static final int TIMESTAMP_OPTION = 68;

    private static void replay(String name, UnaryOperator<StackSettings> settings, Consumer<TestRouter> prepare, Set<String> leftOut)
            throws BindException {
        List<String> differences = new ArrayList<>();
        try (TestRouter router = TestRouter.open(before -> settings.apply(before.withSendRedirects(false).withIcmp(UNLIMITED)))) {
            Map<String, TestDriver> links = Map.of("eth0", router.eth0, "eth1", router.eth1, "eth2", router.eth2);
            router.stack.addNeighbor("eth0", Ipv4.parse("192.168.1.4"), MacAddress.parse(TestRouter.LAN_MAC));
            router.stack.udp().bind(Ipv4.ANY, 7, KernelReplayTest::answerReversed);
            prepare.accept(router);
            for (Recording packet : Recording.ofCase(name)) {
                router.timeOfDay(kernelTime(packet));
                router.arrive(Objects.requireNonNull(links.get(packet.in())), packet.frame()).pass(BETWEEN);
                links.forEach((device, link) -> {
                    List<byte[]> sent = link.takeSent();
                    if (!leftOut.contains(packet.id())) {
                        compare(packet, device, sent, packet.outOn(device), differences);
                    }
                });
            }
        }
        assertThat(differences).isEmpty();
    }

    /// The oracle's echo service.
    private static void answerReversed(UdpSocket socket, Packet datagram) throws IOException {
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
        replay("01-open", settings -> settings, router -> { }, Set.of("s-r8080"));
    }

    @Test
    void readsOptionsAndSpeaksForItselfAsTheKernelDoes() throws BindException {
        replay("17-answers", settings -> settings, router -> { }, Set.of());
    }

    @Test
    void followsSourceRoutesAsTheKernelDoes() throws BindException {
        replay("18-source-route", settings -> settings.withAcceptSourceRoute(true), router -> { }, Set.of());
    }

    @Test
    void refusesAsTheKernelDoes() throws BindException {
        replay("03-reject", settings -> settings, KernelReplayTest::attachRules, Set.of("s-r8080"));
    }

    /// The rules of 03-reject, by hand.
    private static void attachRules(TestRouter router) {
        NetStack stack = router.stack;
        stack.hooks().at(PacketHooks.LOCAL_IN, Packet.class).attach(Priorities.FILTER, "INPUT", packet -> refuse(stack, packet));
        stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(Priorities.FILTER, "FORWARD",
                packet -> packet.ip().isLaterFragment() ? refuse(stack, packet, IcmpHeader.PORT_UNREACHABLE) : refuse(stack, packet));
        stack.hooks().at(PacketHooks.LOCAL_OUT, Packet.class).attach(Priorities.FILTER, "OUTPUT",
                packet -> packet.ip().protocol() == Ipv4Header.PROTOCOL_UDP && packet.udp().sourcePort() == 7
                        && packet.ip().totalLength() == 100 ? refuse(stack, packet, IcmpHeader.ADMIN_PROHIBITED) : Verdict.ACCEPT);
    }

    private static Verdict refuse(NetStack stack, Packet packet) {
        return switch (packet.ip().protocol()) {
            case Ipv4Header.PROTOCOL_ICMP -> {
                boolean request = packet.icmp().type() == IcmpHeader.ECHO_REQUEST && packet.length() >= 100 && packet.length() <= 200;
                boolean refused = request || packet.icmp().type() == IcmpHeader.DESTINATION_UNREACHABLE;
                yield refused ? refuse(stack, packet, IcmpHeader.PORT_UNREACHABLE) : Verdict.ACCEPT;
            }
            case Ipv4Header.PROTOCOL_TCP -> refuse(stack, packet, packet.tcp().destinationPort(), true);
            case Ipv4Header.PROTOCOL_UDP -> refuse(stack, packet, packet.udp().destinationPort(), false);
            default -> Verdict.ACCEPT;
        };
    }

    private static Verdict refuse(NetStack stack, Packet packet, int port, boolean tcp) {
        if (tcp && port == 6100) {
            stack.sendTcpReset(packet);
            return Verdict.DROP;
        }
        boolean refused = port >= 6000 && port < 6000 + REFUSAL_CODES.length;
        return refused ? refuse(stack, packet, REFUSAL_CODES[port - 6000]) : Verdict.ACCEPT;
    }

    private static Verdict refuse(NetStack stack, Packet packet, int code) {
        stack.sendIcmpError(packet, IcmpHeader.DESTINATION_UNREACHABLE, code, 0);
        return Verdict.DROP;
    }
}
