package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketOwner;
import io.weft.net.packet.PacketPool;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.time.Timer;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/// An end of UDP: sends from an address and port, and takes what comes there. It never waits; its {@link UdpHandler} hears what happens.
/// Belongs to the loop thread.
///
///     UdpSocket socket = stack.udp().open(UdpHandler.KEEPS);
///     socket.options().reuseAddress(true);
///     socket.bind(Ipv4.ANY, 5353);
///     socket.join(Ipv4.parse("224.0.0.251"), null);
public final class UdpSocket implements AutoCloseable {

    private final UdpShared shared;
    private final UdpHandler handler;
    private final UdpOptions options;
    private final UdpMemberships memberships;
    private final ReceiveBuffer received = new ReceiveBuffer();
    private final PacketOwner sending = this::hasLeft;
    /// What it takes datagrams to, 0.0.0.0 for all of this host's.
    private int address;
    /// What `bind` named.
    private int boundAddress;
    /// The address that its datagrams bear, 0.0.0.0 where the route says it.
    private int source;
    /// 0 as long as it is not bound.
    private int port;
    private int remoteAddress;
    /// 0 as long as it is not connected.
    private int remotePort;
    private @Nullable IOException error;
    private int underWayBytes;
    private @Nullable Timer roomAgain;
    private boolean wantsRoom;
    private boolean lost;
    private boolean closed;

    UdpSocket(UdpShared shared, UdpHandler handler) {
        this.shared = shared;
        this.handler = handler;
        this.options = new UdpOptions(shared.output().defaultTtl());
        this.memberships = new UdpMemberships(shared);
    }

    // ---- its ends

    /// Takes an address and port of this host, once.
    ///
    /// @param local of this host, a broadcast or multicast address, or 0.0.0.0 for all
    /// @param localPort or 0 for a free one
    /// @throws BindException when the address is not this host's, the port is taken by another, or it is bound already
    public void bind(int local, int localPort) throws BindException {
        if (closed || port != 0) {
            throw new BindException(closed ? "the socket is closed" : "the socket is bound already, to port " + port);
        }
        int chosen = shared.ports().choose(this, local, localPort);
        address = local;
        boundAddress = local;
        source = shared.ports().isOneHost(local) ? local : Ipv4.ANY;
        port = chosen;
        shared.table().add(this);
    }

    /// Settles whom it speaks with: it takes nothing from others any more, hears what ICMP says of what it sends, and is bound to the
    /// address that the route to the peer says. Connecting again changes the peer.
    ///
    /// @throws IOException when no route leads there, or to all of a link without the option for it
    public void connect(int destination, int destinationPort) throws IOException {
        requireOpen();
        if (destinationPort <= 0 || destinationPort >= UdpPorts.PORTS) {
            throw new IllegalArgumentException("port " + destinationPort + " is not within 1 to 65535");
        }
        int from = shared.output().sourceFor(this, destination);
        bindSomewhere();
        address = address == Ipv4.ANY ? from : address;
        source = from;
        remoteAddress = destination == Ipv4.ANY ? from : destination;
        remotePort = destinationPort;
        error = null;
    }

    /// Speaks with everybody again, from the address that it was bound to. Other than in the kernel a port that nobody asked for stays.
    public void disconnect() {
        remoteAddress = Ipv4.ANY;
        remotePort = 0;
        address = boundAddress;
        source = shared.ports().isOneHost(boundAddress) ? boundAddress : Ipv4.ANY;
        error = null;
    }

    /// The address that it takes datagrams to, 0.0.0.0 for all of this host's.
    public int address() {
        return address;
    }

    /// 0 as long as it is not bound.
    public int port() {
        return port;
    }

    public boolean isConnected() {
        return remotePort != 0;
    }

    /// 0.0.0.0 as long as it is not connected.
    public int remoteAddress() {
        return remoteAddress;
    }

    /// 0 as long as it is not connected.
    public int remotePort() {
        return remotePort;
    }

    public UdpOptions options() {
        return options;
    }

    private void bindSomewhere() throws BindException {
        if (port == 0) {
            bind(Ipv4.ANY, 0);
        }
    }

    private void requireOpen() throws SocketException {
        if (closed) {
            throw new SocketException("the socket is closed");
        }
    }

    // ---- groups

    /// Hears what is sent to a group.
    ///
    /// @param device on whose link, or null for the one where the routes lead to the group
    /// @throws SocketException when it is in the group already, in too many, or no route leads there
    public void join(int group, @Nullable NetInterface device) throws SocketException {
        requireOpen();
        memberships.join(group, device);
    }

    public void leave(int group, @Nullable NetInterface device) throws SocketException {
        memberships.leave(group, device);
    }

    /// Hears what one source sends to a group (IP_ADD_SOURCE_MEMBERSHIP); once more for another source.
    ///
    /// @throws SocketException when it hears all of the group, or that source already, or too many
    public void join(int group, @Nullable NetInterface device, int source) throws SocketException {
        requireOpen();
        memberships.join(group, device, source);
    }

    public void leave(int group, @Nullable NetInterface device, int source) throws SocketException {
        memberships.leave(group, device, source);
    }

    /// Does not hear one source of a group that it has joined (IP_BLOCK_SOURCE).
    public void block(int group, @Nullable NetInterface device, int source) throws SocketException {
        memberships.block(group, device, source);
    }

    public void unblock(int group, @Nullable NetInterface device, int source) throws SocketException {
        memberships.unblock(group, device, source);
    }

    // ---- sending

    /// Sends a datagram to the peer.
    ///
    /// @see #send(int, int, Packet)
    public boolean send(Packet payload) throws IOException {
        if (!isConnected()) {
            payload.drop(DropReason.SEND_FAILED);
            throw new NotYetConnectedException();
        }
        return send(remoteAddress, remotePort, payload);
    }

    /// Sends a datagram, from the address that it is bound to, or where that is none of one host from the one that the route says.
    ///
    /// @param payload a fresh packet of {@link #pool} with the payload from head to tail; given away in any case
    /// @return false when too much is under way already and this was not sent; {@link UdpHandler#writable} tells when there is room
    /// @throws IOException the error that waited, or why this cannot be sent: {@link java.net.NoRouteToHostException} where the route says no,
    ///     another {@link SocketException} when no route leads there, it is too long, or it goes to all of a link without the option for it
    public boolean send(int destination, int destinationPort, Packet payload) throws IOException {
        if (closed || error != null) {
            payload.drop(DropReason.SEND_FAILED);
            requireOpen();
            throwError();
        }
        if (!isWritable()) {
            wantsRoom = true;
            shared.counters().count(UdpCounter.SNDBUF_ERRORS);
            payload.drop(DropReason.SEND_FAILED);
            return false;
        }
        if (port == 0) {
            try {
                bindSomewhere();
            } catch (BindException noPort) {
                payload.drop(DropReason.SEND_FAILED);
                throw noPort;
            }
        }
        int charged = payload.length() + ReceiveBuffer.OVERHEAD;
        underWayBytes += charged;
        payload.owner(sending, charged);
        shared.output().send(this, payload, destination, destinationPort);
        return true;
    }

    /// Whether the send buffer has room for a datagram.
    public boolean isWritable() {
        return underWayBytes < options.sendBufferBytes();
    }

    private void hasLeft(int charged) {
        underWayBytes -= charged;
        if (wantsRoom && isWritable() && !closed) {
            wantsRoom = false;
            Timer timer = roomAgain;
            if (timer == null) {
                timer = new Timer(() -> handler.writable(this));
                roomAgain = timer;
            }
            // not from within whatever let the packet go
            shared.timers().set(timer, 0);
        }
    }

    /// Where payloads come from.
    public PacketPool pool() {
        return shared.output().pool();
    }

    /// The address that its datagrams bear, 0.0.0.0 where the route says it.
    int source() {
        return source;
    }

    // ---- receiving

    /// Counts a datagram for which whoever reads has no room; for its handler.
    public void overflowed() {
        lost = true;
        shared.counters().count(UdpCounter.RCVBUF_ERRORS);
        shared.counters().count(UdpCounter.IN_ERRORS);
    }

    /// Finds out whether a datagram could be sent there.
    ///
    /// @throws IOException when no route leads there, or to all of a link without the option for it
    public void requireRoute(int destination) throws IOException {
        shared.output().sourceFor(this, destination);
    }

    /// Leaves a datagram in the socket's buffer; for its handler.
    ///
    /// @return false when the buffer is full, and the datagram lost and counted
    public boolean keep(Packet datagram) {
        boolean kept = received.add(datagram, options.receiveBufferBytes());
        if (!kept) {
            overflowed();
        }
        return kept;
    }

    /// Takes the oldest datagram out of the buffer.
    ///
    /// @return false when there is none
    /// @throws IOException the error that waited, such as {@link java.net.PortUnreachableException}
    public boolean receive(UdpDatagram into) throws IOException {
        if (!peek(into)) {
            return false;
        }
        received.remove();
        return true;
    }

    /// Reads the oldest datagram and leaves it in the buffer.
    public boolean peek(UdpDatagram into) throws IOException {
        requireOpen();
        throwError();
        if (received.isEmpty()) {
            return false;
        }
        received.peek(into);
        return true;
    }

    /// How many datagrams wait in the buffer.
    public int waiting() {
        return received.count();
    }

    /// Payload bytes of the datagram that is next in the buffer, 0 where none is (FIONREAD).
    public int nextLength() {
        return received.nextLength();
    }

    // ---- errors

    /// The error that waited (SO_ERROR), or null; it waits no more.
    public @Nullable IOException takeError() {
        IOException waited = error;
        error = null;
        return waited;
    }

    private void throwError() throws IOException {
        IOException waited = takeError();
        if (waited != null) {
            // where it came up says nothing to who meets it
            waited.fillInStackTrace();
            throw waited;
        }
    }

    /// Something that ICMP told.
    void fail(IOException why) {
        error = why;
        handler.failed(this);
    }

    // ---- for UdpInput

    /// Whether it takes what goes to all or to a group, besides others. The kernel's __udp_is_mcast_sock.
    boolean hears(int source, int sourcePort, int destination, NetInterface device) {
        return (remotePort == 0 || remoteAddress == source && remotePort == sourcePort)
                && (address == Ipv4.ANY || address == destination)
                && (!Ipv4.isMulticast(destination) || memberships.allow(destination, source, device, options.multicastAll()));
    }

    UdpHandler handler() {
        return handler;
    }

    void nothingLost() {
        lost = false;
    }

    /// Whether the datagram that it was handed last found the buffer full.
    boolean hasLost() {
        return lost;
    }

    // ---- its end

    /// Leaves its groups and frees the port; what waits in the buffer is gone. Closing twice does nothing.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (port != 0) {
            shared.table().remove(this);
        }
        memberships.leaveAll();
        received.clear();
        Timer timer = roomAgain;
        if (timer != null) {
            shared.timers().cancel(timer);
        }
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public String toString() {
        String local = "udp " + Ipv4.format(address) + ":" + port;
        return isConnected() ? local + " to " + Ipv4.format(remoteAddress) + ":" + remotePort : local;
    }
}
