package io.weft.net.mangle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/// Whatever the options of a segment are and whatever is done to it: checksums stay as right, or as wrong, as they were. All but one: see
/// {@link TcpEdit#write16}.
class ChecksumPropertyTest {

    @Property(tries = 500)
    void checksumsAreBroughtAlong(@ForAll @Size(max = 40) byte[] octets, @ForAll("rules") String rule, @ForAll boolean wrong)
            throws Exception {
        try (var mangle = new MangleDouble()) {
            Packet packet = mangle.packets().tcp(1, 80, TcpHeader.SYN | TcpHeader.ECE, options(octets));
            boolean odd = TcpOptions.find(packet, packet.tcp().headerLength(), 2, 4) % 2 == 1;
            if (odd && rule.contains("TCPMSS")) {
                packet.release();
                return;
            }
            if (wrong) {
                packet.tcp().checksum(packet.tcp().checksum() ^ 0x0100);
            }
            assertThat(mangle.forward(packet, rule).kind()).isEqualTo(Verdict.Kind.ACCEPT);
            assertThat(packet.ip().checksumIsRight()).isTrue();
            assertThat(packet.ip().totalLength()).isEqualTo(packet.length());
            assertThat(packet.tcp().checksumIsRight()).isEqualTo(!wrong);
            packet.release();
        }
    }

    private static int[] options(byte[] octets) {
        var options = new int[octets.length & ~3];
        for (int i = 0; i < options.length; i++) {
            // kinds and lengths that mean something come often
            options[i] = octets[i] < 0 ? -octets[i] % 9 : octets[i];
        }
        return options;
    }

    @Provide
    Arbitrary<String> rules() {
        return Arbitraries.of("-j TTL --ttl-dec 7", "-j TTL --ttl-inc 255", "-j TOS --xor-tos 0xff", "-j DSCP --set-dscp-class EF",
                "-p tcp -j ECN --ecn-tcp-remove --ecn-ip-ect 3", "-p tcp -j ECN --ecn-tcp-cwr 1",
                "-p tcp --tcp-flags SYN SYN -j TCPMSS --set-mss 1", "-p tcp --tcp-flags SYN SYN -j TCPMSS --clamp-mss-to-pmtu",
                "-p tcp --tcp-flags SYN SYN -j TCPMSS --set-mss 300", "-p tcp -j TCPOPTSTRIP --strip-options 2,3,4,5,6,7,8",
                "-p tcp -j TCPOPTSTRIP --strip-options mss,sack");
    }
}
