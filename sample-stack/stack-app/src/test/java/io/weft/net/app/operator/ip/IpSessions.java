package io.weft.net.app.operator.ip;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.weft.net.address.MacAddress;
import io.weft.net.app.operator.Caller;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.NetStack;
import io.weft.net.tables.Transcript;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The sessions of `ip.txt`, each in a stack of its own with a NIC `eth0`.
final class IpSessions {

    static final String MAC = "02:00:00:00:00:01";

    private IpSessions() { }

    /// Who plays one session, and what it should have said.
    @FunctionalInterface
    interface Play {

        void play(Transcript.Session session, Caller weft) throws Exception;
    }

    static Stream<DynamicTest> each(Play play) {
        return Transcript.load("/ip/ip.txt").sessions().stream().map(session -> dynamicTest(session.name(), () -> {
            try (NetStack stack = stack()) {
                play.play(session, new Caller(new IpCommand(stack)));
            }
        }));
    }

    static NetStack stack() {
        NetStack stack = NetStack.builder().name("router").forwarding(true).build();
        stack.addDevice("eth0", new WireHub("eth0").open(MacAddress.parse(MAC), 1500));
        return stack;
    }
}
