package io.weft.net.tables.match.header;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.UdpHeader;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.List;
import java.util.StringJoiner;

/// What a rule asks of a UDP header, the kernel's `udp_mt`.
public record UdpMatch(PortRange sources, PortRange destinations, boolean notSource, boolean notDestination)
        implements HeaderMatch, PacketMatch {

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
        UdpHeader udp = packet.udp();
        return sources.contains(udp.sourcePort()) != notSource && destinations.contains(udp.destinationPort()) != notDestination;
    }

    @Override
    public void describe(HeaderConditions conditions) {
        conditions.within(HeaderField.SOURCE_PORT, List.of(sources), notSource);
        conditions.within(HeaderField.DESTINATION_PORT, List.of(destinations), notDestination);
    }

    @Override
    public String save() {
        var words = new StringJoiner(" ");
        PortText.save(words, "sport", sources, notSource);
        PortText.save(words, "dport", destinations, notDestination);
        return words.toString();
    }

    @Override
    public String list(boolean numeric) {
        var words = new StringJoiner(" ").add("udp");
        PortText.list(words, "spt", sources, notSource, numeric, Ipv4Header.PROTOCOL_UDP);
        PortText.list(words, "dpt", destinations, notDestination, numeric, Ipv4Header.PROTOCOL_UDP);
        return words.toString();
    }
}
