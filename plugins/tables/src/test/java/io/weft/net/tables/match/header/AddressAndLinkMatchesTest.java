package io.weft.net.tables.match.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import io.weft.net.tables.match.StandardMatches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressAndLinkMatchesTest {

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--src-range 10.0.0.1-10.0.0.9   | YES", "--src-range 10.0.0.5          | YES", "--src-range 10.0.0.5-10.0.0.5 | YES",
        "--src-range 10.0.0.6-10.0.0.9   | NO",  "--src-range 10.0.0.1-10.0.0.4 | NO", "--src-range 10.0.0.9-10.0.0.1 | NO",
        "! --src-range 10.0.0.9-10.0.0.1 | YES", "! --src-range 10.0.0.5        | NO", "--dst-range 200.0.0.0-255.255.255.255 | YES",
        "--dst-range 9.0.0.0-250.0.0.0   | YES", "--src-range 10.0.0.5 --dst-range 1.1.1.1 | NO",
        "--src-range 10.0.0.5 ! --dst-range 1.1.1.1 | YES", "! --src-range 10.0.0.5 ! --dst-range 1.1.1.1 | NO"})
    void iprangeComparesUnsigned(String options, Answer answer) throws SyntaxException {
        Packet packet = packets.udp("10.0.0.5", "203.0.113.9", 1, 2);
        assertThat(Answer.of(new IprangeExtension(), options, packet, 0)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "192.168.1.1   | LOCAL     | eth0 | YES", "192.168.1.1   | LOCAL             | eth1 | NO", "192.168.1.1   | UNICAST | eth1 | YES",
        "192.168.1.255 | BROADCAST | eth0 | YES", "192.168.1.255 | BROADCAST         | eth1 | NO",
        "224.0.0.1     | MULTICAST | eth1 | YES", "8.8.8.8       | UNICAST,MULTICAST | eth0 | YES", "8.8.8.8     | LOCAL   | eth0 | NO"})
    void addrtypeAsksTheStackAboutOneInterface(String address, String types, String device, Answer answer) throws SyntaxException {
        var extension = new AddrtypeExtension(stack);
        assertThat(Answer.of(extension, "--dst-type " + types + " --limit-iface-in", to(address, device, null), 0)).isEqualTo(answer);
        assertThat(Answer.of(extension, "--dst-type " + types + " --limit-iface-out", to(address, null, device), 0)).isEqualTo(answer);
        assertThat(Answer.of(extension, "! --dst-type " + types + " --limit-iface-in", to(address, device, null), 0))
                .isEqualTo(answer.inverted());
    }

    private Packet to(String address, String in, String out) {
        Packet packet = packets.udp("192.168.1.2", address, 1, 2);
        packet.in(in == null ? null : stack.interfaceNamed(in));
        packet.out(out == null ? null : stack.interfaceNamed(out));
        return packet;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--src-type UNICAST --dst-type LOCAL   | YES", "--src-type LOCAL --dst-type LOCAL     | NO", "--src-type UNICAST ! --dst-type LOCAL | NO",
        "! --src-type LOCAL --dst-type LOCAL   | YES", "--dst-type BLACKHOLE,UNREACHABLE,NAT  | NO", "! --dst-type BLACKHOLE | YES"})
    void addrtypeAsksForBothAddresses(String options, Answer answer) throws SyntaxException {
        Packet packet = packets.udp("192.168.1.2", "203.0.113.1", 1, 2);
        assertThat(Answer.of(new AddrtypeExtension(stack), options, packet, 0)).isEqualTo(answer);
    }

    @Test
    void macAsksForTheSenderOfTheFrame() throws SyntaxException {
        assertThat(Answer.of(new MacExtension(), "--mac-source 02:00:00:00:01:10", framed(), 0)).isEqualTo(Answer.YES);
        assertThat(Answer.of(new MacExtension(), "--mac-source 02:00:00:00:01:11", framed(), 0)).isEqualTo(Answer.NO);
        assertThat(Answer.of(new MacExtension(), "! --mac-source 02:00:00:00:01:11", framed(), 0)).isEqualTo(Answer.YES);
    }

    @Test
    void withoutAFrameNoMacMatchesNotEvenAnInvertedOne() throws SyntaxException {
        assertThat(Answer.of(new MacExtension(), "--mac-source 02:00:00:00:01:10", packets.udp(1, 2), 0)).isEqualTo(Answer.NO);
        assertThat(Answer.of(new MacExtension(), "! --mac-source 02:00:00:00:01:10", packets.udp(1, 2), 0)).isEqualTo(Answer.NO);
    }

    private Packet framed() {
        Packet packet = packets.udp(1, 2);
        packet.push(EthernetHeader.LENGTH);
        packet.markLinkHeader();
        packet.ethernet().source(0x0200_0000_0110L);
        packet.pull(EthernetHeader.LENGTH);
        return packet;
    }

    @Test
    void rulesStandOnlyWhereTheirPacketsHaveWhatTheyAskFor() {
        var registry = new TableRegistry(stack);
        StandardMatches.all(stack).forEach(registry::add);
        registry.register(TableSpec.named("filter")
                .chain("INPUT", PacketHooks.LOCAL_IN).chain("FORWARD", PacketHooks.FORWARD).chain("OUTPUT", PacketHooks.LOCAL_OUT).build());
        var shell = new Shell(registry);
        shell.ok("iptables -A FORWARD -m addrtype --dst-type LOCAL --limit-iface-in", "iptables -A FORWARD -m mac --mac-source 2:0:0:0:0:1",
                "iptables -A FORWARD -m addrtype --dst-type LOCAL --limit-iface-out");
        assertThat(shell.run("iptables -A INPUT -m addrtype --dst-type LOCAL --limit-iface-out").exitCode()).isEqualTo(1);
        assertThat(shell.run("iptables -A OUTPUT -m addrtype --dst-type LOCAL --limit-iface-in").exitCode()).isEqualTo(1);
        assertThat(shell.run("iptables -A OUTPUT -m mac --mac-source 2:0:0:0:0:1").exitCode()).isEqualTo(1);
        assertThat(shell.run("iptables -A INPUT -p udp -m ecn --ecn-tcp-ece").exitCode()).isEqualTo(1);
        assertThat(shell.run("iptables -A INPUT -p udp -m tcpmss --mss 1").exitCode()).isEqualTo(1);
    }
}
