package io.weft.net.tables.match.header;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m icmp`: types and codes of ICMP messages.
public final class IcmpExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("icmp-type").withInversion().asRequired());

    @Override
    public String name() {
        return "icmp";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Limits limits() {
        return Limits.protocol(Ipv4Header.PROTOCOL_ICMP);
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                icmp match options:
                [!] --icmp-type typename\tmatch icmp type
                [!] --icmp-type type[/code]\t(or numeric type or type/code)
                Valid ICMP Types:
                any
                echo-reply (pong)
                destination-unreachable
                   network-unreachable
                   host-unreachable
                   protocol-unreachable
                   port-unreachable
                   fragmentation-needed
                   source-route-failed
                   network-unknown
                   host-unknown
                   network-prohibited
                   host-prohibited
                   TOS-network-unreachable
                   TOS-host-unreachable
                   communication-prohibited
                   host-precedence-violation
                   precedence-cutoff
                source-quench
                redirect
                   network-redirect
                   host-redirect
                   TOS-network-redirect
                   TOS-host-redirect
                echo-request (ping)
                router-advertisement
                router-solicitation
                time-exceeded (ttl-exceeded)
                   ttl-zero-during-transit
                   ttl-zero-during-reassembly
                parameter-problem
                   ip-header-bad
                   required-option-missing
                timestamp-request
                timestamp-reply
                address-mask-request
                address-mask-reply
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private IcmpType type = new IcmpType(IcmpType.ANY, 0, 0xFF);
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            type = IcmpType.parse(use.value());
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new IcmpMatch(type, inverted);
        }
    }
}
