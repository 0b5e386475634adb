package com.example.geo;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.Arrays;
import java.util.List;

/// One use of geoblock.
///
/// It is no {@link io.weft.net.tables.extension.HeaderMatch}, although it asks for header fields only: those are described once, and the
/// table of countries may be read anew while the rule stays.
///
/// @param countries in the order of the alphabet
record GeoBlockMatch(End end, List<String> countries, boolean inverted, Atlas atlas) implements RuleMatch {

    /// Which of a packet's addresses is asked for.
    enum End {
        SOURCE("source-country"), DESTINATION("destination-country"), EITHER("country");

        private final String option;

        End(String option) {
            this.option = option;
        }

        String option() {
            return option;
        }

        static End of(String option) {
            return Arrays.stream(values()).filter(end -> end.option.equals(option)).findFirst().orElseThrow();
        }
    }

    @Override
    public String save() {
        return (inverted ? "! --" : "--") + end.option + " " + String.join(",", countries);
    }

    @Override
    public String list(boolean numeric) {
        return end.option + " " + (inverted ? "!" : "") + String.join(",", countries);
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        boolean[] wanted = new boolean[Countries.COUNT];
        countries.forEach(code -> wanted[Countries.index(code)] = true);
        return (packet, traversal) -> matches(packet, wanted) != inverted;
    }

    private boolean matches(Packet packet, boolean[] wanted) {
        return switch (end) {
            case SOURCE -> isIn(packet.ip().source(), wanted);
            case DESTINATION -> isIn(packet.ip().destination(), wanted);
            case EITHER -> isIn(packet.ip().source(), wanted) || isIn(packet.ip().destination(), wanted);
        };
    }

    private boolean isIn(int address, boolean[] wanted) {
        int country = atlas.table().countryOf(address);
        return country != CountryTable.NOWHERE && wanted[country];
    }
}
