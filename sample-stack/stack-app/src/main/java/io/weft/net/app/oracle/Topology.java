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
            @Nullable Object table) {

        String inWords() {
            return type + " " + dst + (via == null ? "" : " via " + via) + (dev == null ? "" : " dev " + dev)
                    + (table == null ? "" : " table " + table);
        }
    }

    /// What listens on the router: a service that answers UDP datagrams with their bytes reversed, and TCP listeners.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Services(
            @JsonProperty("udp_echo") List<Integer> udpEcho,
            @JsonProperty("tcp_listen") List<Integer> tcpListen) {

        Services(@Nullable List<Integer> udpEcho, @Nullable List<Integer> tcpListen) {
            this.udpEcho = udpEcho == null ? List.of() : udpEcho;
            this.tcpListen = tcpListen == null ? List.of() : tcpListen;
        }
    }

    /// A switch of the kernel's, or what it is if nothing is said.
    long number(String key, long usual) {
        return sysctl.containsKey(key) ? Long.parseLong(String.valueOf(sysctl.get(key))) : usual;
    }

    /// A switch that all interfaces have together and each of its own, and that either turns on.
    boolean isOnAnywhere(String key) {
        return number("net/ipv4/conf/all/" + key, 0) != 0 || number("net/ipv4/conf/default/" + key, 0) != 0;
    }
}
