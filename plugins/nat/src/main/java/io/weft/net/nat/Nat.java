package io.weft.net.nat;

/// What network address translation has to say of itself. A service of this plugin, from any thread.
public interface Nat {

    NatStatistics statistics();
}
