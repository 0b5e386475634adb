package io.weft.net.stack.channel;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.device.Faults;
import io.weft.net.stack.route.Addresses;
import io.weft.net.stack.tcp.TcpSocket;
import io.weft.net.stack.tcp.TcpSockets;
import io.weft.net.stack.udp.UdpSockets;
import java.net.BindException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The channels of a stack. From any thread.
public final class Channels {

    private final TcpSockets tcp;
    private final UdpSockets udp;
    private final Addresses addresses;
    private final LoopDoor door;
    /// Those that have something of the stack's: a port, a connection.
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    public Channels(TcpSockets tcp, UdpSockets udp, Addresses addresses, Loop loop, Faults faults) {
        this.tcp = tcp;
        this.udp = udp;
        this.addresses = addresses;
        door = new LoopDoor(loop, faults);
    }

    /// One that is not connected yet.
    public TcpChannel tcp() {
        return new TcpChannel(this);
    }

    /// One that is not bound yet.
    public TcpServerChannel tcpServer() {
        return new TcpServerChannel(this);
    }

    /// One that is not bound yet.
    public UdpChannel udp() {
        return new UdpChannel(this);
    }

    /// How many hold a port or a connection; one that was closed counts until what was written to it has gone out.
    public int open() {
        return open.size();
    }

    /// The stack ends: whoever waits hears it. On the loop thread.
    public void close() {
        door.close();
        open.forEach(Channel::stackClosed);
        open.clear();
    }

    // ---- for the channels

    /// What a channel has in common with others.
    interface Channel {

        /// On the loop thread.
        void stackClosed();
    }

    TcpSockets tcpSockets() {
        return tcp;
    }

    UdpSockets udpSockets() {
        return udp;
    }

    LoopDoor door() {
        return door;
    }

    TcpChannel accepted(TcpSocket socket) {
        return new TcpChannel(this, socket);
    }

    void opened(Channel channel) {
        open.add(channel);
    }

    void gone(Channel channel) {
        open.remove(channel);
    }

    /// @throws BindException as the kernel answers EADDRNOTAVAIL
    void requireLocal(int address) throws BindException {
        if (address != Ipv4.ANY && !addresses.isLocal(address)) {
            throw new BindException("Cannot assign requested address");
        }
    }

    /// The same where groups and all of a link are addresses, too.
    void requireBindable(int address) throws BindException {
        if (!Ipv4.isMulticast(address) && address != Ipv4.BROADCAST) {
            requireLocal(address);
        }
    }

    static BindException addressInUse() {
        return new BindException("Address already in use");
    }
}
