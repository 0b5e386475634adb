package io.weft.net.stack.socket;

import io.weft.net.stack.channel.Datagram;
import io.weft.net.stack.udp.UdpOptions;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.DatagramPacket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a `java.net.DatagramSocket` is over: a {@link DatagramPort} in its words.
final class StackDatagramSocketImpl extends DatagramSocketImpl {

    private final DatagramPort datagrams;
    private final NamedOptions named = new NamedOptions(this, StandardOptions.OF_DATAGRAMS);
    private boolean reuseAddress;
    private boolean broadcast;
    private int trafficClass;
    private int timeToLive = 1;
    // a packet's room cannot be set apart from its length from here, so it is remembered for one that is received into again
    private WeakReference<@Nullable DatagramPacket> last = new WeakReference<>(null);
    private int lastRoom;
    private int lastLength;

    StackDatagramSocketImpl(DatagramPort datagrams) {
        this.datagrams = datagrams;
    }

    /// `java.net.DatagramSocket` may send to all of a link without being told so.
    @Override
    protected void create() throws SocketException {
        setOption(SocketOptions.SO_BROADCAST, true);
    }

    @Override
    protected void bind(int port, InetAddress address) throws SocketException {
        try {
            datagrams.channel().bind(InetAddresses.of(address), port);
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw new SocketException(e.getMessage(), e);
        }
        localPort = datagrams.local().getPort();
    }

    @Override
    protected void connect(InetAddress address, int port) throws SocketException {
        try {
            datagrams.connect(new InetSocketAddress(address, port));
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw new SocketException(e.getMessage(), e);
        }
    }

    @Override
    protected void disconnect() {
        try {
            datagrams.channel().disconnect();
        } catch (IOException closed) {
            // with the stack, and so is everything
        }
    }

    // ---- datagrams

    @Override
    protected void send(DatagramPacket packet) throws IOException {
        byte[] payload = Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength());
        datagrams.send(new Datagram(InetAddresses.of(packet.getAddress()), packet.getPort(), payload));
    }

    @Override
    protected void receive(DatagramPacket packet) throws IOException {
        fill(packet, datagrams.next(true));
    }

    @Override
    protected int peekData(DatagramPacket packet) throws IOException {
        Datagram next = datagrams.next(false);
        fill(packet, next);
        return next.port();
    }

    /// An address cannot be changed: nobody calls this.
    @Override
    protected int peek(InetAddress address) throws IOException {
        throw new SocketException("peek is not supported");
    }

    private synchronized void fill(DatagramPacket packet, Datagram from) {
        int room = packet == last.get() && packet.getLength() == lastLength ? lastRoom : packet.getLength();
        int length = Math.min(from.payload().length, room);
        System.arraycopy(from.payload(), 0, packet.getData(), packet.getOffset(), length);
        packet.setLength(length);
        packet.setSocketAddress(InetAddresses.of(from.address(), from.port()));
        last = new WeakReference<>(packet);
        lastRoom = room;
        lastLength = length;
    }

    @Override
    protected void close() {
        datagrams.close();
    }

    // ---- options

    @Override
    public void setOption(int option, Object value) throws SocketException {
        requireOpen();
        switch (option) {
            case SocketOptions.SO_TIMEOUT -> datagrams.timeout(Duration.ofMillis((Integer) value));
            case SocketOptions.SO_SNDBUF -> datagrams.channel().sendBuffer((Integer) value);
            case SocketOptions.SO_RCVBUF -> datagrams.channel().receiveBuffer((Integer) value);
            case SocketOptions.SO_REUSEADDR -> {
                reuseAddress = (Boolean) value;
                change(options -> options.reuseAddress(reuseAddress));
            }
            case SocketOptions.SO_BROADCAST -> {
                broadcast = (Boolean) value;
                change(options -> options.broadcast(broadcast));
            }
            case SocketOptions.IP_TOS -> {
                trafficClass = (Integer) value;
                change(options -> options.tos(trafficClass));
            }
            default -> throw new SocketException("Option " + option + " not supported");
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        requireOpen();
        return switch (option) {
            case SocketOptions.SO_TIMEOUT -> datagrams.timeoutMs();
            case SocketOptions.SO_SNDBUF -> datagrams.channel().sendBuffer();
            case SocketOptions.SO_RCVBUF -> datagrams.channel().receiveBuffer();
            case SocketOptions.SO_REUSEADDR -> reuseAddress;
            case SocketOptions.SO_BROADCAST -> broadcast;
            case SocketOptions.IP_TOS -> trafficClass;
            case SocketOptions.SO_BINDADDR -> datagrams.local().getAddress();
            default -> throw new SocketException("Option " + option + " not supported");
        };
    }

    private void change(Consumer<UdpOptions> change) throws SocketException {
        try {
            datagrams.channel().options(change);
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw new SocketException(e.getMessage(), e);
        }
    }

    private void requireOpen() throws SocketException {
        if (!datagrams.isOpen()) {
            throw new SocketException("Socket closed");
        }
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return named.supported();
    }

    @Override
    protected <T> void setOption(SocketOption<T> name, T value) throws IOException {
        named.set(name, value);
    }

    @Override
    protected <T> T getOption(SocketOption<T> name) throws IOException {
        return named.get(name);
    }

    // ---- groups

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    protected void setTTL(byte ttl) throws IOException {
        setTimeToLive(ttl & 0xFF);
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    protected byte getTTL() {
        return (byte) getTimeToLive();
    }

    @Override
    protected void setTimeToLive(int ttl) throws IOException {
        datagrams.channel().options(options -> options.multicastTtl(ttl));
        timeToLive = ttl;
    }

    @Override
    protected int getTimeToLive() {
        return timeToLive;
    }

    @Override
    protected void join(InetAddress group) throws IOException {
        datagrams.join(group);
    }

    @Override
    protected void leave(InetAddress group) throws IOException {
        datagrams.leave(group);
    }

    @Override
    protected void joinGroup(SocketAddress group, @Nullable NetworkInterface on) throws IOException {
        join(groupOf(group, on));
    }

    @Override
    protected void leaveGroup(SocketAddress group, @Nullable NetworkInterface on) throws IOException {
        leave(groupOf(group, on));
    }

    /// The machine's interfaces are not the stack's.
    private static InetAddress groupOf(SocketAddress group, @Nullable NetworkInterface on) throws SocketException {
        if (on != null) {
            throw new SocketException("The stack has no interface " + on.getName() + " of this kind: name none, and its routes choose");
        }
        return InetAddresses.require(group).getAddress();
    }
}
