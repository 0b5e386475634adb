package io.weft.net.tables.match.header;

import io.weft.net.address.MacAddress;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.Set;

/// `-m mac`: the source address of the frame that brought the packet.
public final class MacExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("mac-source").withInversion().asRequired());

    // the others see no packet with a frame around it
    private static final Limits LIMITS =
            new Limits(Set.of(), Set.of(PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD), 0);

    @Override
    public String name() {
        return "mac";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                mac match options:
                [!] --mac-source XX:XX:XX:XX:XX:XX
                \t\t\t\tMatch source MAC address
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private long source;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            if (!use.value().matches("\\p{XDigit}{0,2}(:\\p{XDigit}{0,2}){5}")) {
                throw new SyntaxException("Invalid MAC address specified.");
            }
            // an octet may have one digit, or none
            for (String octet : use.value().split(":", -1)) {
                source = source << 8 | (octet.isEmpty() ? 0 : Integer.parseInt(octet, 16));
            }
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new MacMatch(new MacAddress(source), inverted);
        }
    }
}
