package io.weft.net.stack.name;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How a stack finds out what names stand for, as `/etc/hosts` and `/etc/resolv.conf` say it to the machine.
///
/// @param hosts asked before DNS is
/// @param servers of DNS, asked one after another; none for no DNS
/// @param search domains that names with fewer dots than `dots` are looked for in first
/// @param dots `options ndots` of resolv.conf(5)
/// @param timeout how long one server may take
/// @param attempts how often each is asked
public record NameSettings(HostsTable hosts, List<InetSocketAddress> servers, List<String> search, int dots, Duration timeout, int attempts) {

    /// `localhost`, and no DNS.
    public static final NameSettings DEFAULT = new NameSettings(HostsTable.LOCALHOST, List.of(), List.of(), 1, Duration.ofSeconds(5), 2);

    private static final int DNS_PORT = 53;

    public NameSettings {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }

    /// @param text in the notation of `/etc/hosts`; `localhost` is added
    public NameSettings withHosts(String text) {
        return new NameSettings(HostsTable.parse(text + "\n127.0.0.1 localhost"), servers, search, dots, timeout, attempts);
    }

    /// @param addresses of DNS servers, such as `10.0.0.53`; at port 53
    public NameSettings withServers(String... addresses) {
        return withServers(List.of(addresses).stream().map(each -> new InetSocketAddress(NameResolver.literal(each), DNS_PORT)).toList());
    }

    public NameSettings withServers(List<InetSocketAddress> value) {
        return new NameSettings(hosts, value, search, dots, timeout, attempts);
    }

    public NameSettings withSearch(String... domains) {
        return new NameSettings(hosts, servers, List.of(domains), dots, timeout, attempts);
    }

    public NameSettings withTimeout(Duration value, int times) {
        return new NameSettings(hosts, servers, search, dots, value, times);
    }
}
