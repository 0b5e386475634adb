package io.weft.net.tables.match.header;

import io.weft.net.address.MacAddress;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// The sender on the link that a rule asks for, the kernel's `mac_mt`. A packet that came in no frame has none, and does not match an
/// inverted one either.
record MacMatch(MacAddress source, boolean inverted) implements HeaderMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return packet.hasEthernetHeader() && (packet.ethernet().source() == source.value()) != inverted;
    }

    /// It asks for no header field, but what stands behind it need not wait for it.
    @Override
    public void describe(HeaderConditions conditions) { }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--mac-source " + source;
    }

    @Override
    public String list(boolean numeric) {
        return "MAC " + (inverted ? "! " : "") + source;
    }
}
