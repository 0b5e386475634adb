package io.weft.net.tables.match.header;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The addresses that a rule asks for, the kernel's `iprange_mt4`.
///
/// @param source null for any
/// @param destination null for any
record IprangeMatch(@Nullable Range source, @Nullable Range destination) implements HeaderMatch, PacketMatch {

    /// Addresses from `first` to `last`, both included, or all others.
    record Range(int first, int last, boolean inverted) {

        boolean admits(int address) {
            boolean within = Integer.compareUnsigned(address, first) >= 0 && Integer.compareUnsigned(address, last) <= 0;
            return within != inverted;
        }

        String text() {
            return Ipv4.format(first) + "-" + Ipv4.format(last);
        }
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        Ipv4Header ip = packet.ip();
        return (source == null || source.admits(ip.source())) && (destination == null || destination.admits(ip.destination()));
    }

    @Override
    public void describe(HeaderConditions conditions) {
        describe(conditions, HeaderField.SOURCE, source);
        describe(conditions, HeaderField.DESTINATION, destination);
    }

    private static void describe(HeaderConditions conditions, HeaderField field, @Nullable Range range) {
        if (range != null) {
            conditions.between(field, range.first, range.last, range.inverted);
        }
    }

    @Override
    public String save() {
        var words = new StringJoiner(" ");
        save(words, "--src-range ", source);
        save(words, "--dst-range ", destination);
        return words.toString();
    }

    private static void save(StringJoiner words, String option, @Nullable Range range) {
        if (range != null) {
            words.add((range.inverted() ? "! " : "") + option + range.text());
        }
    }

    @Override
    public String list(boolean numeric) {
        var words = new StringJoiner(" ");
        list(words, "source", source);
        list(words, "destination", destination);
        return words.toString();
    }

    private static void list(StringJoiner words, String side, @Nullable Range range) {
        if (range != null) {
            words.add(side + " IP range " + (range.inverted() ? "! " : "") + range.text());
        }
    }
}
