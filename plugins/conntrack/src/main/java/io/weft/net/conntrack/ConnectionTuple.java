package io.weft.net.conntrack;

/// The ends of a connection in one direction.
///
/// @param sourcePort what {@link Conntrack} calls so
public record ConnectionTuple(int source, int sourcePort, int destination, int destinationPort) { }
