package io.weft.net.stack.tcp;

import io.weft.net.address.Ipv4;

/// The two ends of a connection, which name it.
public record FourTuple(int localAddress, int localPort, int remoteAddress, int remotePort) {

    boolean is(int ownAddress, int ownPort, int otherAddress, int otherPort) {
        return localAddress == ownAddress && localPort == ownPort && remoteAddress == otherAddress && remotePort == otherPort;
    }

    @Override
    public String toString() {
        return "tcp " + Ipv4.format(localAddress) + ":" + localPort + " - " + Ipv4.format(remoteAddress) + ":" + remotePort;
    }
}
