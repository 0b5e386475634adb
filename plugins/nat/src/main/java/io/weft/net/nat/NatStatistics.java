package io.weft.net.nat;

/// What translation has counted.
///
/// @param sources connections known by the source of their first packet
/// @param portsExhausted first packets for which no free port was found; they are dropped where their connection would enter the table
/// @param addressGone connections that ended because the address or interface that they were masqueraded by went away
public record NatStatistics(int sources, long portsExhausted, long addressGone) { }
