package io.weft.net.conntrack;

import org.jspecify.annotations.Nullable;

/// What only few connections have, the kernel's `nf_ct_ext`: helpers, expectations, a master, shifted sequence numbers.
final class ConnectionExtension {

    @Nullable TrackedConnection master;
    @Nullable ConnectionHelper helper;
    @Nullable Object helperData;
    @Nullable SequenceShifts shifts;
    /// The newest of those that it announced; they are linked.
    @Nullable Expectation expectations;
    int expectationCount;
}
