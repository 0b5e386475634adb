package io.weft.net.stack.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingRuleTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "0: from all lookup local", "32766: from all lookup main", "100: from 10.9.0.3/32 lookup 100",
        "7: not from 10.0.0.0/8 to 8.0.0.0/8 tos 0x10 fwmark 0x1/0xff iif eth0 lookup default", "from all fwmark 0x1 blackhole",
        "from all prohibit", "from all iif lo unreachable"})
    void comesBackAsItIsWritten(String text) {
        assertThat(RoutingRule.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "fwmark 1 lookup 100 pref 100           | 100: from all fwmark 0x1 lookup 100",
        "priority 5 from 10.9.0.3 table main    | 5: from 10.9.0.3/32 lookup main",
        "from default dsfield 16 dev eth0       | from all tos 0x10 iif eth0 lookup main",
        "fwmark 0x1ff/0xff prohibit order 010   | 8: from all fwmark 0xff/0xff prohibit"})
    void readsTheWordsOfIpRule(String text, String listed) {
        assertThat(RoutingRule.parse(text)).hasToString(listed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                   | says nothing",
        "from                 | ends after 'from'",
        "form all             | 'form' is none of",
        "lookup many          | 'many' is no route table",
        "lookup 0             | '0' is no route table",
        "fwmark x             | 'x' is no number from 0 to 4294967295",
        "fwmark 0x100000000   | is no number from 0 to",
        "tos 0x20             | a tos of 0x20 is more than the bits 0x1e",
        "from 10.0.0.1/8      | has host bits set"})
    void complainsAboutTheWordThatIsWrong(String text, String complaint) {
        assertThatThrownBy(() -> RoutingRule.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(complaint);
    }

    @Test
    void aRuleWithoutPriorityComesBeforeThoseThatAreThere() {
        var rules = new RoutingRules();
        rules.add(RoutingRule.parse("fwmark 1 lookup 100"));
        rules.add(RoutingRule.parse("fwmark 2 lookup 100"));
        assertThat(rules.all()).extracting(RoutingRule::priority).containsExactly(0, 32764, 32765, 32766, 32767);
        assertThat(rules.remove(RoutingRule.parse("fwmark 1 lookup 100"))).isTrue();
        assertThat(rules.remove(RoutingRule.parse("fwmark 1 lookup 100"))).isFalse();
        assertThat(rules.remove(RoutingRule.parse("7: fwmark 2 lookup 100"))).isFalse();
        assertThat(rules.remove(RoutingRule.parse("32764: fwmark 2 lookup 100"))).isTrue();
        assertThat(rules.areUsual()).isTrue();
    }

    @Test
    void aRuleOfTheSamePriorityComesBehind() {
        var rules = new RoutingRules();
        rules.add(RoutingRule.parse("5: fwmark 1 lookup 100"));
        rules.add(RoutingRule.parse("5: fwmark 2 lookup 100"));
        assertThat(rules.all()).extracting(RoutingRule::mark).startsWith(0, 1, 2);
        assertThatThrownBy(() -> rules.add(RoutingRule.parse("5: fwmark 2 lookup 100"))).hasMessageContaining("already");
    }
}
