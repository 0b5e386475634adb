package io.weft.net.conntrack;

import io.weft.hook.PluginConfig;
import io.weft.hook.Setting;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// What an operator wrote in `conntrack.yaml`: settings by the kernel's names. Those that are not there keep their values, see
/// {@link ConntrackSetting}. With `enable_hooks`, the kernel module's parameter, everything is tracked, whether a rule wants it or not.
@PluginConfig
public record ConntrackConfig(
        @Setting(byDefault = "false") boolean enable_hooks,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_max,
        @Setting(atLeast = 1, atMost = 1 << 26) @Nullable Integer nf_conntrack_buckets,
        @Setting(atLeast = 1, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_expect_max,
        @Setting(atLeast = 0, atMost = 1) @Nullable Integer nf_conntrack_checksum,
        @Setting(atLeast = 0, atMost = 1) @Nullable Integer nf_conntrack_acct,
        @Setting(atLeast = 0, atMost = 1) @Nullable Integer nf_conntrack_helper,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_generic_timeout,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_icmp_timeout,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_gre_timeout,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_gre_timeout_stream,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_udp_timeout,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_udp_timeout_stream,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_syn_sent,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_syn_recv,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_established,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_fin_wait,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_close_wait,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_last_ack,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_time_wait,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_close,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_max_retrans,
        @Setting(atLeast = 0, atMost = Integer.MAX_VALUE) @Nullable Integer nf_conntrack_tcp_timeout_unacknowledged,
        @Setting(atLeast = 0, atMost = 1) @Nullable Integer nf_conntrack_tcp_loose,
        @Setting(atLeast = 0, atMost = 1) @Nullable Integer nf_conntrack_tcp_be_liberal,
        @Setting(atLeast = 0, atMost = 1) @Nullable Integer nf_conntrack_tcp_ignore_invalid_rst,
        @Setting(atLeast = 0, atMost = 255) @Nullable Integer nf_conntrack_tcp_max_retrans) {

    /// Puts what was written in force.
    void applyTo(ConntrackSettings settings) {
        for (RecordComponent component : ConntrackConfig.class.getRecordComponents()) {
            try {
                if (component.getAccessor().invoke(this) instanceof Integer value) {
                    settings.set(component.getName(), value);
                }
            } catch (ReflectiveOperationException impossible) {
                throw new AssertionError("a record's accessors are public", impossible);
            }
        }
    }
}
