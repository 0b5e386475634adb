package ${package};

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// An Ethernet cable made of UDP: each datagram is one frame.
///
/// The stack's loop polls and transmits, and never waits here; a thread of the driver's own waits for datagrams and wakes the loop.
final class UdpCable implements Driver {

    private static final int MTU = 1_500;
    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;

    private final DatagramChannel channel;
    private final Selector selector;
    private final SelectionKey arrivals;
    private final Thread listener;
    private final String name;
    private final MacAddress mac;
    private final byte[] frame = new byte[0x1_0000];
    private final ByteBuffer buffer = ByteBuffer.wrap(frame);
    private final LongAdder rxPackets = new LongAdder();
    private final LongAdder rxBytes = new LongAdder();
    private final LongAdder rxErrors = new LongAdder();
    private final LongAdder txPackets = new LongAdder();
    private final LongAdder txBytes = new LongAdder();
    private final LongAdder txDropped = new LongAdder();
    private Runnable waker = () -> { };

    private UdpCable(DatagramChannel channel, String mac) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        arrivals = channel.register(selector, 0);
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        name = "udp:" + local.getHostString() + ":" + local.getPort();
        listener = Thread.ofPlatform().daemon().name(name).unstarted(this::listen);
        this.mac = mac == null ? new MacAddress(LOCALLY_ADMINISTERED | local.getPort()) : MacAddress.parse(mac);
    }

    static UdpCable open(String target, Map<String, String> options) throws DriverException {
        for (String option : options.keySet()) {
            if (!option.equals("peer") && !option.equals("mac")) {
                throw new DriverException("udp:" + target + ": there is no option '" + option + "'; there are peer, mac");
            }
        }
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open().bind(address(target));
            if (options.containsKey("peer")) {
                channel.connect(address(options.get("peer")));
            }
            UdpCable cable = new UdpCable(channel, options.get("mac"));
            cable.listener.start();
            return cable;
        } catch (IOException | IllegalArgumentException e) {
            close(channel);
            throw new DriverException("udp:" + target + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("'" + text + "' is no ADDRESS:PORT");
        }
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static void close(AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception gone) {
            // there is nothing more to be done about it
        }
    }

    /// What the driver's own thread does. It looks again when a poll has found nothing.
    private void listen() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> {
                    key.interestOps(0);
                    waker.run();
                });
            }
        } catch (IOException | ClosedSelectorException | CancelledKeyException closed) {
            // the cable was pulled out
        }
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int before = batch.size();
        while (!batch.isFull()) {
            Packet packet = pool.take();
            if (packet == null) {
                break;
            }
            if (!receive(packet)) {
                packet.release();
                break;
            }
            batch.add(packet);
        }
        if (batch.size() == before && arrivals.isValid() && arrivals.interestOps() == 0) {
            arrivals.interestOps(SelectionKey.OP_READ);
            selector.wakeup();
        }
        return batch.size() - before;
    }

    private boolean receive(Packet packet) {
        try {
            buffer.clear();
            if (channel.isConnected()) {
                channel.read(buffer);
            } else {
                SocketAddress first = channel.receive(buffer);
                if (first != null) {
                    channel.connect(first);
                }
            }
            int length = buffer.position();
            if (length == 0) {
                return false;
            }
            packet.put(length);
            packet.copyFrom(0, frame, 0, length);
            rxPackets.increment();
            rxBytes.add(length);
            return true;
        } catch (IOException unreachable) {
            rxErrors.increment();
            return false;
        }
    }

    @Override
    public void transmit(PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            Packet packet = batch.get(i);
            int length = packet.length();
            packet.copyTo(0, frame, 0, length);
            if (send(length)) {
                txPackets.increment();
                txBytes.add(length);
            } else {
                txDropped.increment();
            }
        }
        batch.release();
    }

    private boolean send(int length) {
        try {
            buffer.clear().limit(length);
            return channel.isConnected() && channel.write(buffer) == length;
        } catch (IOException unreachable) {
            return false;
        }
    }

    @Override
    public void onArrival(Runnable value) {
        waker = value;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LinkLayer linkLayer() {
        return LinkLayer.ETHERNET;
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public int mtu() {
        return MTU;
    }

    @Override
    public Offloads offloads() {
        return Offloads.NONE;
    }

    @Override
    public boolean linkUp() {
        return channel.isOpen();
    }

    @Override
    public DriverCounters counters() {
        return new DriverCounters(rxPackets.sum(), rxBytes.sum(), 0, rxErrors.sum(), txPackets.sum(), txBytes.sum(), txDropped.sum(), 0);
    }

    /// Twice does nothing more.
    @Override
    public void close() {
        close(channel);
        close(selector);
        try {
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
