package io.weft.net.tables.match.header;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// What a rule asks of a TCP header, the kernel's `tcp_mt`.
///
/// @param option a TCP option's number, 0 for none
public record TcpMatch(
        PortRange sources, PortRange destinations, int flagMask, int flagValue, int option,
        boolean notSource, boolean notDestination, boolean notFlags, boolean notOption) implements HeaderMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        if (traversal.fragmentOffset() != 0) {
            // a fragment 8 bytes in overwrites the flags of the first one (RFC 1858 §3)
            if (traversal.fragmentOffset() == 8) {
                traversal.hotDrop();
            }
            return false;
        }
        if (packet.transportLength() < TcpHeader.MIN_LENGTH) {
            traversal.hotDrop();
            return false;
        }
        TcpHeader tcp = packet.tcp();
        return sources.contains(tcp.sourcePort()) != notSource
                && destinations.contains(tcp.destinationPort()) != notDestination
                && ((tcp.flags() & flagMask) == flagValue) != notFlags
                && (option == 0 || optionMatches(packet, tcp, traversal));
    }

    private boolean optionMatches(Packet packet, TcpHeader tcp, Traversal traversal) {
        int length = tcp.headerLength() - TcpHeader.MIN_LENGTH;
        if (length < 0 || packet.transportLength() < TcpHeader.MIN_LENGTH + length) {
            traversal.hotDrop();
            return false;
        }
        for (int at = 0; at < length; ) {
            int kind = tcp.option(at);
            if (kind == option) {
                return !notOption;
            }
            // the two that have no length byte: end of list, no operation
            boolean bare = kind < 2 || at + 1 >= length;
            at += bare ? 1 : Math.max(1, tcp.option(at + 1));
        }
        return notOption;
    }

    @Override
    public void describe(HeaderConditions conditions) {
        conditions.within(HeaderField.SOURCE_PORT, List.of(sources), notSource);
        conditions.within(HeaderField.DESTINATION_PORT, List.of(destinations), notDestination);
        conditions.masked(HeaderField.TCP_FLAGS, flagMask, flagValue, notFlags);
    }

    /// Options may be cut short behind a whole header.
    @Override
    public boolean mayHotDrop() {
        return option != 0;
    }

    @Override
    public String save() {
        var words = new StringJoiner(" ");
        PortText.save(words, "sport", sources, notSource);
        PortText.save(words, "dport", destinations, notDestination);
        if (option != 0) {
            words.add((notOption ? "! " : "") + "--tcp-option " + option);
        }
        if (asksForFlags()) {
            words.add((notFlags ? "! " : "") + "--tcp-flags " + TcpFlags.format(flagMask) + " " + TcpFlags.format(flagValue));
        }
        return words.toString();
    }

    @Override
    public String list(boolean numeric) {
        var words = new StringJoiner(" ").add("tcp");
        PortText.list(words, "spt", sources, notSource, numeric, Ipv4Header.PROTOCOL_TCP);
        PortText.list(words, "dpt", destinations, notDestination, numeric, Ipv4Header.PROTOCOL_TCP);
        if (option != 0) {
            words.add("option=" + (notOption ? "!" : "") + option);
        }
        if (asksForFlags()) {
            words.add("flags:" + (notFlags ? "!" : "") + (numeric
                    ? String.format(Locale.ROOT, "0x%02X/0x%02X", flagMask, flagValue)
                    : TcpFlags.format(flagMask) + "/" + TcpFlags.format(flagValue)));
        }
        return words.toString();
    }

    @Override
    public int tcpFlags() {
        return notFlags ? 0 : flagValue;
    }

    private boolean asksForFlags() {
        return flagMask != 0 || notFlags;
    }
}
