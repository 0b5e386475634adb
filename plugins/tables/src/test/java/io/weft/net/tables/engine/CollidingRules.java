package io.weft.net.tables.engine;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Random rules that get in each other's way: few addresses under nested prefixes, few ports in overlapping ranges, all of it inverted
/// now and then, jumps, and the words of {@link OddWords}.
final class CollidingRules {

    /// User chains; a rule jumps only to one with a higher number, so that there is no circle.
    static final int CHAINS = 4;

    private CollidingRules() { }

    static String chainName(int chain) {
        return chain == 0 ? "FORWARD" : "c" + chain;
    }

    /// A rule of a chain, beginning with `-A`.
    static Arbitrary<String> rule() {
        return Arbitraries.integers().between(0, CHAINS).flatMap(CollidingRules::rule);
    }

    /// Rules of two chains in which nearly all packets stay to the end: all ask for the same few numbers, because the compiled form looks at
    /// those that many ask for, and most change them.
    static Arbitrary<List<String>> changingRules() {
        return Arbitraries.of(headers()).flatMap(theme -> changingRule(theme).list().ofMinSize(40).ofMaxSize(90));
    }

    private static Arbitrary<String> changingRule(Arbitrary<String> theme) {
        Arbitrary<String> ports = Combinators.combine(Arbitraries.of("tcp", "udp"), not(), small(12)).as(
                (protocol, not, port) -> "-p " + protocol + " -m " + protocol + " " + not + "--dport " + port);
        Arbitrary<String> source = optional(0.7, address("-s"));
        Arbitrary<String> asked = Arbitraries.oneOf(waiting(),
                Combinators.combine(source, Arbitraries.oneOf(theme, theme, theme, ports)).as((from, words) -> from + " " + words),
                Combinators.combine(source, not(), Arbitraries.of("ece", "cwr")).as(
                        (from, not, flag) -> from + " -p tcp -m ecn " + not + "--ecn-tcp-" + flag));
        Arbitrary<String> target = Arbitraries.oneOf(Arbitraries.of("", "-j RETURN"), twist());
        Arbitrary<String> outer = Arbitraries.oneOf(Arbitraries.of("", "-j c1", "-j c1"), twist());
        return Arbitraries.oneOf(
                Combinators.combine(asked, outer).as((words, aim) -> line(0, words, aim)),
                Combinators.combine(asked, target).as((words, aim) -> line(1, words, aim)));
    }

    /// Rules of one chain, of a few shapes in turn, so many of each that the compiled form looks at them apart.
    static Arbitrary<List<String>> rulesOfFewShapes() {
        Arbitrary<String> address = Combinators.combine(small(3), small(3), small(6), Arbitraries.of(32, 32, 32, 30, 24))
                .as((a, b, c, bits) -> "10." + a + "." + b + "." + c + "/" + bits);
        Arbitrary<String> shape = Arbitraries.oneOf(
                Combinators.combine(not(), address).as((not, from) -> not + "-s " + from),
                Combinators.combine(address, not(), Arbitraries.of("eth0", "eth1", "eth+", "lo")).as((to, not, in) -> "-d " + to + " " + not + "-i " + in),
                Combinators.combine(not(), small(24)).as((not, port) -> "-p udp -m udp " + not + "--dport " + port),
                Combinators.combine(address, small(24), small(24)).as(
                        (from, to, port) -> "-s " + from + " -p tcp -m tcp --sport 0:" + to + " --dport " + port + ":30"));
        Arbitrary<String> target = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just("")), Tuple.of(4, twist()), Tuple.of(1, Arbitraries.of("-j ACCEPT", "-j RETURN")));
        return Combinators.combine(shape, target).as((words, aim) -> line(0, words, aim)).list().ofMinSize(260).ofMaxSize(360);
    }

    private static String line(int chain, String asked, String target) {
        return String.join(" ", "-A", chainName(chain), asked, target).replaceAll(" +", " ").strip();
    }

    private static Arbitrary<String> rule(int chain) {
        Arbitrary<String> broad = Combinators.combine(address("-s"), address("-d"), device(), optional(0.85, Arbitraries.of("-f", "! -f")),
                        protocol(), optional(0.6, extra()))
                .as((source, destination, in, fragment, protocol, more) ->
                        String.join(" ", source, destination, in, fragment, protocol, more));
        return Combinators.combine(Arbitraries.oneOf(broad, broad, waiting()), target(chain)).as((asked, target) -> line(chain, asked, target));
    }

    /// Matches that wait for each other, without much before them.
    private static Arbitrary<String> waiting() {
        return Combinators.combine(optional(0.5, address("-s")), Arbitraries.of(
                        "-m length --length 40 -m nth --every 2", "-m nth --every 2 -m length --length 40", "-m nth --every 3 -m length --length 44",
                        "-p tcp -m fussy --only-port 1 -m length --length 40", "-m fussy --only-port 1 -m length ! --length 40",
                        "-m mymark --bits 1/1", "-m mymark ! --bits 0x10/0xf0", "-m mymark --bits 18",
                        "-p tcp -m tcp --tcp-option 2 -m length --length 40", "-p udp -m udp --dport 1:9 -m length --length 28"))
                .as((source, words) -> source + " " + words);
    }

    private static Arbitrary<String> address(String option) {
        Arbitrary<String> address = Combinators.combine(small(3), small(3), small(5)).as((a, b, c) -> "10." + a + "." + b + "." + c);
        Arbitrary<String> mask = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of("32", "32", "31", "30", "24", "16", "8", "1", "0")),
                Tuple.of(1, Arbitraries.of("255.0.255.255", "0.0.0.3", "255.255.0.1", "0.0.255.0")));
        return optional(0.35, Combinators.combine(not(), address, mask).as((not, from, bits) -> not + option + " " + from + "/" + bits));
    }

    private static Arbitrary<String> device() {
        return optional(0.6, Combinators.combine(not(), Arbitraries.of("-i", "-i", "-o"),
                        Arbitraries.of("eth0", "eth1", "eth+", "eth0.+", "eth0.100", "+", "lo", "wlan+", "e+"))
                .as((not, side, name) -> not + side + " " + name));
    }

    private static Arbitrary<String> protocol() {
        Arbitrary<String> port = Combinators.combine(small(12), optional(0.5, Arbitraries.integers().between(1, 8).map(String::valueOf)))
                .as((first, width) -> width.isEmpty() ? String.valueOf(first) : first + ":" + (first + Integer.parseInt(width)));
        Arbitrary<String> ports = Combinators.combine(optional(0.4, Combinators.combine(not(), port).as((not, at) -> not + "--sport " + at)),
                optional(0.3, Combinators.combine(not(), port).as((not, at) -> not + "--dport " + at))).as((a, b) -> a + " " + b);
        Arbitrary<String> flags = optional(0.5, Combinators.combine(not(), Arbitraries.of(
                "--syn", "--tcp-flags ALL SYN,ACK", "--tcp-flags SYN,ACK ACK", "--tcp-flags FIN FIN", "--tcp-flags ALL NONE",
                "--tcp-option 8", "--tcp-option 2")).as((not, words) -> not + words));
        Arbitrary<String> several = Combinators.combine(Arbitraries.of("tcp", "udp", "sctp"), not(),
                Arbitraries.of("--dports", "--sports", "--ports"), port, port).as((protocol, not, side, first, second) ->
                "-p " + protocol + " -m multiport " + not + side + " " + first + "," + second + ",40");
        return Arbitraries.oneOf(
                Arbitraries.of("", "-p udp", "! -p tcp", "-p icmp", "-p 47", "-p tcp", "! -p 47"),
                ports.map(words -> "-p udp -m udp " + words),
                Combinators.combine(ports, flags).as((words, bits) -> "-p tcp -m tcp " + words + " " + bits),
                several,
                Combinators.combine(not(), Arbitraries.of("8", "0", "3", "3/1", "any")).as((not, type) -> "-p icmp -m icmp " + not + "--icmp-type " + type));
    }

    private static Arbitrary<String> extra() {
        return Arbitraries.oneOf(
                Combinators.combine(not(), Arbitraries.of("40", "0:39", "41:", "28:48", "20")).as((not, range) -> "-m length " + not + "--length " + range),
                header(),
                Arbitraries.of("-m comment --comment x", "-m nth --every 2", "-m nth --every 3",
                        "-m nth --every 2 -m length --length 40", "-m length --length 40 -m nth --every 2",
                        "-m fussy --only-port 1 -m length --length 40",
                        "-m pkttype --pkt-type unicast -m length --length 40", "-m mac --mac-source 0:0:0:0:0:1 -m nth --every 2"));
    }

    /// Matches that can be told before they are asked.
    private static List<Arbitrary<String>> headers() {
        Arbitrary<String> range = Combinators.combine(small(3), small(5), small(3), small(5))
                .as((a, b, c, d) -> "10.0." + a + "." + b + "-10.0." + c + "." + d);
        return List.of(
                option("-m mymark", "--bits", "0/0", "1/1", "2/3", "0x10/0xf0", "3", "5/2"),
                option("-m mark", "--mark", "1", "2", "16", "18", "0"),
                option("-m mark", "--mark", "0/3", "1/3", "2/3", "5/2"),
                option("-m myttl", "--hops", "64", "65", "0:63", "65:255"),
                Arbitraries.oneOf(option("-m ttl", "--ttl-eq", "64", "65", "0", "255"), Arbitraries.of(
                        "-m ttl --ttl-lt 65", "-m ttl --ttl-lt 0", "-m ttl --ttl-gt 64", "-m ttl --ttl-gt 255", "-m ttl --ttl-lt 64")),
                option("-m tos", "--tos", "8", "0x18", "0", "1", "17"),
                option("-m tos", "--tos", "0x10/0x10", "0/0x10", "0x18/0x10", "1/0x10"),
                option("-m dscp", "--dscp", "0", "1", "4", "63"),
                option("-m ecn", "--ecn-ip-ect", "0", "1", "2", "3"),
                Combinators.combine(not(), Arbitraries.of("--src-range ", "--dst-range "), range)
                        .as((not, side, words) -> "-m iprange " + not + side + words));
    }

    private static Arbitrary<String> header() {
        return Arbitraries.of(headers()).flatMap(words -> words);
    }

    private static Arbitrary<String> option(String match, String option, String... values) {
        return Combinators.combine(not(), Arbitraries.of(values)).as((not, value) -> match + " " + not + option + " " + value);
    }

    private static Arbitrary<String> twist() {
        return Arbitraries.of("mark=1", "mark=18", "source", "ttl", "tos", "port", "mark=0,return", "mark=1,return", "mark=18,return",
                        "port,return", "ttl,tos,return")
                .map(what -> "-j TWIST --set " + what);
    }

    private static Arbitrary<String> target(int chain) {
        Arbitrary<String> plain = Arbitraries.of("", "", "-j ACCEPT", "-j DROP", "-j RETURN", "-j RETURN");
        Arbitrary<String> decided = Arbitraries.of("-j TWIST --set accept", "-j TWIST --set drop");
        Arbitrary<String> twist = Arbitraries.frequencyOf(Tuple.of(9, twist()), Tuple.of(2, decided));
        if (chain == CHAINS) {
            return Arbitraries.oneOf(plain, plain, twist);
        }
        Arbitrary<String> jump = Combinators.combine(Arbitraries.of("-j", "-g"), Arbitraries.integers().between(chain + 1, CHAINS))
                .as((how, to) -> how + " " + chainName(to));
        return Arbitraries.oneOf(plain, plain, twist, jump);
    }

    private static Arbitrary<Integer> small(int bound) {
        return Arbitraries.integers().between(0, bound - 1);
    }

    private static Arbitrary<String> not() {
        return Arbitraries.of("", "", "! ");
    }

    private static Arbitrary<String> optional(double absent, Arbitrary<String> words) {
        return words.injectNull(absent).map(word -> word == null ? "" : word);
    }
}
