package io.weft.net.app.oracle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The router that a case is about, as `topology.json` and the case describe it.
@JsonIgnoreProperties(ignoreUnknown = true)
record Topology(
        Map<String, Interface> interfaces,
        List<Route> routes,
        @JsonProperty("ip_rules") List<String> ipRules,
        Services services,
        Map<String, Object> sysctl) {

    /// @param neighbours addresses behind the interface, all with the MAC address `peerMac`
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Interface(
            String mac,
            @JsonProperty("peer_mac") String peerMac,
            @JsonProperty("addr") List<String> addresses,
            int mtu,
            @JsonProperty("neigh") List<String> neighbours) { }

    /// In the words of `ip route`; a route of a table other than main names it.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Route(
            String type,
            String dst,
            @Nullable String via,
            @Nullable String dev,
            @Nullable Object table) { }

    /// What listens on the router: a service that answers UDP datagrams with their bytes reversed, and TCP listeners.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Services(
            @JsonProperty("udp_echo") @Nullable List<Integer> udpEcho,
            @JsonProperty("tcp_listen") @Nullable List<Integer> tcpListen) { }

    /// A switch of the kernel's that is on.
    boolean isOn(String key) {
        return sysctl.containsKey(key) && !"0".equals(String.valueOf(sysctl.get(key)));
    }
}
