package io.weft.net.tables.match.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PkttypeMatchTest {

    @ParameterizedTest
    @CsvSource({
        "HOST, 203.0.113.2, unicast", "BROADCAST, 203.0.113.2, broadcast", "MULTICAST, 203.0.113.2, multicast",
        "OTHER_HOST, 203.0.113.2, otherhost", "LOOPBACK, 192.168.1.255, broadcast", "LOOPBACK, 255.255.255.255, broadcast",
        "LOOPBACK, 224.0.0.251, multicast"})
    void asksForTheFramesAddressee(LinkType linkType, String destination, String type) throws SyntaxException {
        try (var stack = new StackDouble()) {
            for (String asked : new String[] {"unicast", "broadcast", "multicast", "otherhost"}) {
                Answer answer = asked.equals(type) ? Answer.YES : Answer.NO;
                assertThat(answer("--pkt-type " + asked, stack, linkType, destination)).as(asked).isEqualTo(answer);
                assertThat(answer("! --pkt-type " + asked, stack, linkType, destination)).as(asked).isEqualTo(answer.inverted());
            }
        }
    }

    private static Answer answer(String options, StackDouble stack, LinkType linkType, String destination) throws SyntaxException {
        Packet packet = new TestPackets(stack).udp("192.168.1.2", destination, 1, 2);
        packet.linkType(linkType);
        return Answer.of(new PkttypeExtension(), options, packet, 0);
    }
}
