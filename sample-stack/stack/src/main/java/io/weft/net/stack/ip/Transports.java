package io.weft.net.stack.ip;

/// The protocols above IP that this host speaks.
public record Transports(TransportReceiver icmp, TransportReceiver igmp, TransportReceiver udp, TransportReceiver tcp) { }
