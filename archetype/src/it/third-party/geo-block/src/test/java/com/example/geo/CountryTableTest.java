package com.example.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.net.address.Ipv4;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountryTableTest {

    private static CountryTable table(String... lines) {
        return CountryTable.parse(List.of(lines), "countries.txt");
    }

    private static String at(CountryTable table, String address) {
        int country = table.countryOf(Ipv4.parse(address));
        return country == CountryTable.NOWHERE ? "nowhere" : Countries.code(country);
    }

    @Test
    void aPrefixWithinAnotherCountsAndBehindItTheOtherGoesOn() {
        CountryTable table = table("10.0.0.0/8 AA", "10.1.0.0/16 BB # within", "", "10.1.0.0/24 cc", "255.255.255.0/24 ZZ");
        assertThat(List.of(at(table, "9.255.255.255"), at(table, "10.0.0.0"), at(table, "10.1.0.255"), at(table, "10.1.1.0"),
                at(table, "10.2.0.0"), at(table, "11.0.0.0"), at(table, "255.255.255.255"), at(table, "0.0.0.0")))
                .containsExactly("nowhere", "AA", "CC", "BB", "AA", "nowhere", "ZZ", "nowhere");
        assertThat(table.prefixes()).isEqualTo(4);
    }

    @Test
    void anEmptyTableHasNobody() {
        assertThat(at(table(), "10.0.0.1")).isEqualTo("nowhere");
        assertThat(at(table("0.0.0.0/0 AA"), "255.255.255.255")).isEqualTo("AA");
    }

    @Test
    void aLineThatIsWrongIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> table("10.0.0.0/8 AA", "10.0.0.1/8 BB"))
                .withMessage("countries.txt:2: 10.0.0.1/8 has host bits set: want 10.0.0.0/8");
        assertThatIllegalArgumentException().isThrownBy(() -> table("10.0.0.0/8 Austria"))
                .withMessage("countries.txt:1: 'Austria' is no country, which is two letters");
    }
}
