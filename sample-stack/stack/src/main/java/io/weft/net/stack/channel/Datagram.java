package io.weft.net.stack.channel;

/// A datagram and its other end.
///
/// @param address whence it came, or where it goes
/// @param payload not copied
public record Datagram(int address, int port, byte[] payload) { }
