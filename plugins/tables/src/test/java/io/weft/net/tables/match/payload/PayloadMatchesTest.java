package io.weft.net.tables.match.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadMatchesTest {

    private static final int HEADERS = 28;

    /// A UDP datagram of 192.168.1.2:1000 to 203.0.113.2:53 with this data behind its 28 bytes of headers.
    private static Answer answer(String match, String options, String data) throws SyntaxException {
        try (var stack = new StackDouble()) {
            byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1);
            var packets = new TestPackets(stack);
            Packet packet = packets.ip("192.168.1.2", "203.0.113.2", 17, HEADERS - 20 + bytes.length);
            packet.udp().sourcePort(1000);
            packet.udp().destinationPort(53);
            packet.copyFrom(HEADERS, bytes, 0, bytes.length);
            return Answer.of(match.equals("u32") ? new U32Extension() : new StringExtension(), options, packet, 0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "--string hello | YES", "--string Hello | NO", "--string HELLO --icase | YES", "--string o | YES", "--string hellow | NO",
        "! --string hello | NO", "! --string x | YES", "--string hello --from 28 | YES", "--string hello --from 29 | NO",
        "--string hello --to 33 | YES", "--string hello --to 32 | NO", "--string o --from 32 --to 33 | YES", "--string o --to 0 | NO",
        "--string o --from 60000 | NO", "! --string o --from 60000 | YES", "--string lo --from 31 --to 33 | YES"})
    void stringIsLookedForWithinItsBounds(String options, Answer answer) throws SyntaxException {
        assertThat(answer("string", options + " --algo bm", "hello")).isEqualTo(answer);
        assertThat(answer("string", options + " --algo kmp", "hello")).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bm", "kmp"})
    void stringIsLookedForFromTheIpHeaderOn(String algorithm) throws SyntaxException {
        assertThat(answer("string", "--hex-string \"|cb 00 71 02|\" --to 20 --algo " + algorithm, "x")).isEqualTo(Answer.YES);
        assertThat(answer("string", "--hex-string \"|45 00|\" --to 2 --algo " + algorithm, "x")).isEqualTo(Answer.YES);
        assertThat(answer("string", "--hex-string \"|45 00|\" --from 1 --algo " + algorithm, "x")).isEqualTo(Answer.NO);
    }

    @Property(tries = 500)
    void bothSearchesFindWhatIsThere(@ForAll("patterns") String pattern, @ForAll("texts") String text) throws SyntaxException {
        Answer there = text.contains(pattern) ? Answer.YES : Answer.NO;
        assertThat(answer("string", "--from 28 --algo bm --string " + pattern, text)).isEqualTo(there);
        assertThat(answer("string", "--from 28 --algo kmp --string " + pattern, text)).isEqualTo(there);
        Answer folded = text.toUpperCase(Locale.ROOT).contains(pattern.toUpperCase(Locale.ROOT)) ? Answer.YES : Answer.NO;
        assertThat(answer("string", "--from 28 --icase --algo bm --string " + pattern, text)).isEqualTo(folded);
        assertThat(answer("string", "--from 28 --icase --algo kmp --string " + pattern, text)).isEqualTo(folded);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("abA").ofMinLength(1).ofMaxLength(6);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abAB").ofMaxLength(60);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        // protocol; the second of two values; a range
        "6&0xFF=0x11 | YES", "6&0xFF=6 | NO", "6&0xFF=6,17 | YES", "6&0xFF=16:18 | YES", "6&0xFF=18:16 | NO",
        // shifts drop what is beyond 32 bits
        "0>>28=4 | YES", "0<<4>>28=5 | YES", "0<<31=0x80000000 | YES",
        // ports behind a header whose length the packet says
        "0>>22&0x3C@0>>16=1000 | YES", "0>>22&0x3C@0&0xFFFF=53 | YES", "0>>22&0x3C@8=0x68656c6c | YES",
        // all tests have to pass
        "0>>28=4 && 6&0xFF=17 | YES", "0>>28=4 && 6&0xFF=6 | NO", "0>>28=5 && 6&0xFF=17 | NO",
        // 32 bits have to be there: the packet has 33 bytes
        "29=0:0xffffffff | YES", "30=0:0xffffffff | NO", "0xffffffff=0:0xffffffff | NO", "0xfffffffe=0:0xffffffff | NO",
        "0>>22&0x3C@9=0:0xffffffff | YES", "0>>22&0x3C@10=0:0xffffffff | NO",
        // jumps add up, and far ones do not wrap
        "0>>28@0>>28@0=0:0xffffffff | YES", "12@0=0:0xffffffff | NO", "12@0xffffffff=0:0xffffffff | NO",
        "0=0:0xffffffff | YES", "16=0xcb007102 | YES", "12=0xc0a80102:0xc0a80102 | YES", "12=0:0x7fffffff | NO"})
    void u32TestsNumbersThatAreThere(String tests, Answer answer) throws SyntaxException {
        assertThat(answer("u32", "--u32 \"" + tests + "\"", "hello")).isEqualTo(answer);
        assertThat(answer("u32", "! --u32 \"" + tests + "\"", "hello")).isEqualTo(answer.inverted());
    }
}
