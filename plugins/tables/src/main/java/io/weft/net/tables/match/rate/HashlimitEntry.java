package io.weft.net.tables.match.rate;

/// What a `hashlimit` table knows of the packets of one key, the kernel's `dsthash_ent`.
final class HashlimitEntry extends AgedEntry<HashlimitEntry> {

    long addresses;
    int ports;
    /// In ticks.
    long expiresAt;
    long changedAt;
    /// What may still be spent; where rates are measured, what came in the interval.
    long credit;
    /// How often a purse of bytes may still be filled up.
    long refills;
    /// Too much came in the interval before.
    boolean exceeded;
}
