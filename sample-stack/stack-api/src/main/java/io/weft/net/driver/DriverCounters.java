package io.weft.net.driver;

/// What a driver has moved, by the names of `ip -s link`; a snapshot.
///
/// @param rxDropped frames that arrived and were lost before {@link Driver#poll} could take them
/// @param rxErrors frames that could not be read
/// @param txDropped frames the card had no room for
/// @param txErrors frames that the card refused
public record DriverCounters(
        long rxPackets, long rxBytes, long rxDropped, long rxErrors,
        long txPackets, long txBytes, long txDropped, long txErrors) { }
