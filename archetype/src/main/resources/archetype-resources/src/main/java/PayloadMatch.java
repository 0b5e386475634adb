package ${package};

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.UdpHeader;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.Traversal;
import java.util.List;

/// One use of `-m payload`: how many bytes a UDP datagram carries.
record PayloadMatch(PortRange lengths, boolean inverted) implements RuleMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        if (traversal.fragmentOffset() != 0) {
            return false;
        }
        if (packet.transportLength() < UdpHeader.LENGTH) {
            traversal.hotDrop();
            return false;
        }
        return lengths.contains(packet.udp().length() - UdpHeader.LENGTH) != inverted;
    }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--payload-length " + lengths;
    }

    @Override
    public String list(boolean numeric) {
        return "payload " + (inverted ? "!" : "") + lengths;
    }

    /// What the match is called, and its options.
    static final class Extension implements MatchExtension {

        @Override
        public String name() {
            return "payload";
        }

        @Override
        public List<OptionSpec> options() {
            return List.of(OptionSpec.value("payload-length").withInversion().asRequired());
        }

        @Override
        public Limits limits() {
            return Limits.protocol(Ipv4Header.PROTOCOL_UDP);
        }

        @Override
        public OptionParser<RuleMatch> parser() {
            return new Parser();
        }

        @Override
        public String help() {
            return """
                    payload match options:
                    [!] --payload-length length[:length]\tbytes behind the UDP header, or a range of them
                    """;
        }
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private PortRange lengths = PortRange.ALL;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            String[] ends = use.value().split(":", -1);
            if (ends.length > 2) {
                throw new SyntaxException("payload: \"" + use.value() + "\" is no range");
            }
            int first = ends[0].isEmpty() ? 0 : number(ends[0]);
            int last = ends.length == 1 ? first : ends[1].isEmpty() ? PortRange.MAX : number(ends[1]);
            lengths = new PortRange(first, last);
            inverted = use.inverted();
        }

        private static int number(String text) throws SyntaxException {
            return (int) Numbers.parse(text, PortRange.MAX).orElseThrow(() -> new SyntaxException("payload: \"" + text + "\" is no length"));
        }

        @Override
        public RuleMatch finish() {
            return new PayloadMatch(lengths, inverted);
        }
    }
}
