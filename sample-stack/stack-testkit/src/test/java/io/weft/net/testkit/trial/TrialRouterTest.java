package io.weft.net.testkit.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Verdict;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.driver.DriverException;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialRouterTest {

    private static final String NICS = "weft.trial.nics";
    private static final String RULES = "weft.trial.iptables";

    private final TrialRouter router = new TrialRouter();

    @AfterEach
    void close() {
        System.clearProperty(NICS);
        System.clearProperty(RULES);
        router.close();
    }

    @Test
    void packetsOfManyKindsGoThroughBothWays() {
        Set<Integer> protocols = new TreeSet<>();
        Set<String> cameBy = new TreeSet<>();
        router.hooks().at(PacketHooks.FORWARD, Packet.class).attach(0, "look", packet -> {
            protocols.add(packet.ip().protocol());
            cameBy.add(packet.in().name());
            return Verdict.ACCEPT;
        });
        for (int i = 0; i < 50; i++) {
            router.work();
        }
        assertThat(protocols).containsExactly(Ipv4Header.PROTOCOL_ICMP, Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP);
        assertThat(cameBy).containsExactly("eth0", "eth1");
        assertThat(router.figures()).containsExactly("router        200 packets came in, 200 went out");
    }

    @Test
    void whatItIsToldAndNoPluginOffersIsNamed() {
        PluginHost none = PluginHost.builder().hooks(router.hooks()).build();
        System.setProperty(NICS, "cable:one cable:two");
        assertThatThrownBy(() -> router.pluginCame(none)).isInstanceOf(DriverException.class)
                .hasMessage("weft.trial.nics names the driver 'cable', but the plugin publishes []");
        System.setProperty(RULES, "-A FORWARD -j DROP");
        assertThatThrownBy(() -> router.pluginCame(none)).hasMessageStartingWith("no plugin offers the command iptables: ");
        System.clearProperty(RULES);
        none.close();
    }
}
