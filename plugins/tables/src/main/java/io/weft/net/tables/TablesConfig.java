package io.weft.net.tables;

import io.weft.hook.PluginConfig;
import io.weft.hook.Setting;
import io.weft.net.tables.match.rate.RecentLimits;

/// What an operator wrote in `tables.yaml`: parameters of the kernel's module `xt_recent`, by its names and with its values where nothing
/// is said. The module's `ip_list_hash_size` follows from `ip_list_tot`, as in the kernel; the others are about a file in `/proc`.
///
/// @param ip_list_tot how many addresses a list has room for; so much memory is taken when a rule names one
/// @param ip_pkt_list_tot how many packets it remembers of each address; 0 for as many as the rules ask for
@PluginConfig
public record TablesConfig(
        @Setting(byDefault = "100", atLeast = 1, atMost = 1 << 24) int ip_list_tot,
        @Setting(byDefault = "0", atLeast = 0, atMost = 0xFFFF) int ip_pkt_list_tot) {

    RecentLimits recentLimits() {
        return new RecentLimits(ip_list_tot, ip_pkt_list_tot);
    }
}
