package io.weft.net.stack.socket;

import io.weft.net.address.Ipv4;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;

/// `java.net`'s addresses and the stack's.
final class InetAddresses {

    private InetAddresses() { }

    /// @throws SocketException for an IPv6 address, other than the one that stands for all
    static int of(InetAddress address) throws SocketException {
        if (address.isAnyLocalAddress()) {
            return Ipv4.ANY;
        }
        if (!(address instanceof Inet4Address)) {
            throw new SocketException("Protocol family not supported: " + address.getHostAddress() + " is no IPv4 address");
        }
        byte[] bytes = address.getAddress();
        return (bytes[0] & 0xFF) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
    }

    static InetAddress of(int address) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address});
        } catch (UnknownHostException impossible) {
            throw new AssertionError("four bytes are an address", impossible);
        }
    }

    static InetSocketAddress of(int address, int port) {
        return new InetSocketAddress(of(address), port);
    }

    static InetSocketAddress require(SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            return internet;
        }
        throw new IllegalArgumentException("Unsupported address type: " + address);
    }
}
