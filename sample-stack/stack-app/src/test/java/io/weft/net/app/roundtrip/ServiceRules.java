package io.weft.net.app.roundtrip;

/// The rules that a cluster's node has for its services: a chain for each, behind it one for each place that serves it, picked by chance
/// and remembered for a client.
final class ServiceRules {

    private static final int PLACES = 3;

    private ServiceRules() { }

    /// @param services each makes 11 rules
    static String text(int services) {
        var chains = new StringBuilder();
        var rules = new StringBuilder();
        for (int service = 0; service < services; service++) {
            String chain = "KUBE-SVC-%016d".formatted(service);
            String address = "10.96.%d.%d".formatted(service >> 8, service & 0xFF);
            String name = "\"ns-%d/svc:http cluster IP\"".formatted(service);
            chains.append(":").append(chain).append(" - [0:0]\n");
            rules.append("-A KUBE-SERVICES -d %s/32 -p tcp -m comment --comment %s -m tcp --dport 80 -j %s%n".formatted(address, name, chain));
            rules.append("-A %s ! -s 10.244.0.0/16 -d %s/32 -p tcp -m tcp --dport 80 -j KUBE-MARK-MASQ%n".formatted(chain, address));
            for (int place = 0; place < PLACES; place++) {
                String end = "KUBE-SEP-%08d%08d".formatted(service, place);
                String host = "10.244.%d.%d".formatted(service & 0xFF, place + 2);
                String chance = place == PLACES - 1 ? "" : "-m statistic --mode random --probability %.11f ".formatted(1.0 / (PLACES - place));
                chains.append(":").append(end).append(" - [0:0]\n");
                rules.append("-A %s %s-j %s%n".formatted(chain, chance, end));
                rules.append("-A %s -s %s/32 -j KUBE-MARK-MASQ%n".formatted(end, host));
                rules.append("[%d:%d] -A %s -p tcp -m recent --set --name %s --rsource -m tcp -j DNAT --to-destination %s:8080%n"
                        .formatted(service, service * 60L, end, end, host));
            }
        }
        return """
                *nat
                :PREROUTING ACCEPT [0:0]
                :INPUT ACCEPT [0:0]
                :OUTPUT ACCEPT [0:0]
                :POSTROUTING ACCEPT [0:0]
                :KUBE-SERVICES - [0:0]
                :KUBE-MARK-MASQ - [0:0]
                :KUBE-POSTROUTING - [0:0]
                %s-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
                -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
                -A POSTROUTING -j KUBE-POSTROUTING
                -A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
                -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
                -A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
                -A KUBE-POSTROUTING -j MASQUERADE --random-fully
                %sCOMMIT
                """.formatted(chains, rules);
    }
}
