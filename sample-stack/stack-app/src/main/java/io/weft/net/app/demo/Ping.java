package io.weft.net.app.demo;

import io.weft.hook.Hooks;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends echo requests from a stack (RFC 792) and waits for their replies, which it sees at LOCAL_IN.
final class Ping implements AutoCloseable {

    private static final int IDENTIFIER = 0x5746;
    private static final byte[] PAYLOAD = "warp and weft".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int TTL = 64;

    private final Stack stack;
    private final Registration listening;
    private final LinkedBlockingQueue<Integer> answered = new LinkedBlockingQueue<>();
    private int sequence;

    /// @param hooks the stack's
    Ping(Stack stack, Hooks hooks) {
        this.stack = stack;
        this.listening = hooks.at(PacketHooks.LOCAL_IN, Packet.class).attach(Priorities.FIRST, "ping", this::listen);
    }

    private Verdict listen(Packet packet) {
        Ipv4Header ip = packet.ip();
        if (ip.protocol() == Ipv4Header.PROTOCOL_ICMP && ip.payloadLength() >= IcmpHeader.LENGTH) {
            packet.markTransportHeader(ip.headerLength());
            IcmpHeader icmp = packet.icmp();
            if (icmp.type() == IcmpHeader.ECHO_REPLY && icmp.identifier() == IDENTIFIER) {
                answered.add(icmp.sequence());
            }
        }
        return Verdict.ACCEPT;
    }

    /// One request.
    ///
    /// @return whether its reply came in time
    boolean send(int destination, long timeoutMs) throws Exception {
        int wanted = ++sequence;
        stack.onLoop(() -> {
            sendRequest(destination, wanted);
            return null;
        });
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (true) {
            @Nullable Integer reply = answered.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (reply == null || reply == wanted) {
                return reply != null;
            }
        }
    }

    private void sendRequest(int destination, int number) {
        Packet packet = stack.pool().take();
        if (packet == null) {
            return;
        }
        packet.markNetworkHeader();
        packet.put(Ipv4Header.MIN_LENGTH + IcmpHeader.LENGTH);
        packet.append(PAYLOAD);
        Ipv4Header ip = packet.ip();
        ip.versionAndHeaderLength(Ipv4Header.MIN_LENGTH);
        ip.tos(0);
        ip.totalLength(packet.length());
        ip.identification(0);
        ip.fragment(false, false, 0);
        ip.ttl(TTL);
        ip.protocol(Ipv4Header.PROTOCOL_ICMP);
        ip.source(0);
        ip.destination(destination);
        packet.markTransportHeader(Ipv4Header.MIN_LENGTH);
        IcmpHeader icmp = packet.icmp();
        icmp.type(IcmpHeader.ECHO_REQUEST);
        icmp.code(0);
        icmp.identifier(IDENTIFIER);
        icmp.sequence(number);
        icmp.computeChecksum();
        stack.send(packet);
    }

    @Override
    public void close() {
        listening.close();
    }
}
