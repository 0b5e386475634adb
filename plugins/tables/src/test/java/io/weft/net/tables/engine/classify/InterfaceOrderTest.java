package io.weft.net.tables.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.tables.StackDouble;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceOrderTest {

    private static final List<String> PATTERNS = List.of("eth0", "eth+", "+", "eth0.+", "ppp+", "ppp1", "eth0.100", "lo", "e+", "eth0+");

    @Test
    void interfaceIsInTheIntervalsOfThePatternsThatFitIt() {
        var order = new InterfaceOrder(PATTERNS);
        int index = 1;
        for (String name : List.of("lo", "eth0", "eth00", "eth0.1", "eth0.100", "eth0.1000", "ppp", "ppp1", "ppp12", "wlan0", "e", "eth")) {
            int number = order.of(new StackDouble.Device(name, index++));
            for (String pattern : PATTERNS) {
                boolean fits = pattern.endsWith("+") ? name.startsWith(pattern.substring(0, pattern.length() - 1)) : name.equals(pattern);
                assertThat(contains(order.fitting(pattern), number)).as("%s for %s", pattern, name).isEqualTo(fits);
            }
        }
        assertThat(PATTERNS.stream().filter(pattern -> contains(order.fitting(pattern), order.of(null)))).containsExactly("+");
    }

    @Test
    void anotherInterfaceMayComeInAPlaceThatWasLeft() {
        var order = new InterfaceOrder(List.of("ppp0", "tun+"));
        int ppp = order.of(new StackDouble.Device("ppp0", 40));
        int tun = order.of(new StackDouble.Device("tun7", 40));
        int other = order.of(new StackDouble.Device("eth9", 40));
        assertThat(contains(order.fitting("ppp0"), ppp)).isTrue();
        assertThat(contains(order.fitting("tun+"), tun)).isTrue();
        assertThat(other).isZero();
    }

    private static boolean contains(ValueSet set, int number) {
        for (int i = 0; i < set.bounds().length; i += 2) {
            if (number >= set.bounds()[i] && number <= set.bounds()[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
