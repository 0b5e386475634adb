package io.weft.net.tables;

import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.route.AddressType;
import io.weft.net.route.InterfaceListener;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A stack without rooms: the test's thread is its loop, and what it is asked to send it writes down.
public final class StackDouble implements Stack, AutoCloseable {

    /// An interface that has a name and a number.
    public record Device(String name, int index) implements NetInterface {

        @Override
        public int mtu() {
            return 1500;
        }

        @Override
        public MacAddress mac() {
            return MacAddress.ZERO;
        }

        @Override
        public boolean isLoopback() {
            return name.equals("lo");
        }

        @Override
        public List<InterfaceAddress> addresses() {
            return List.of();
        }
    }

    private static final int LAN = Ipv4.parse("192.168.1.1");
    private static final int LAN_BROADCAST = Ipv4.parse("192.168.1.255");
    private static final int SILENT = Ipv4.parse("203.0.113.77");
    private static final int WAN = Ipv4.parse("203.0.113.1");

    private final PacketPool pool = new PacketPool(256);
    private final List<NetInterface> interfaces =
            List.of(new Device("lo", 1), new Device("eth0", 2), new Device("eth1", 3), new Device("eth0.100", 4));
    private final List<InterfaceListener> listeners = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::atNs));
    private long nowNs;
    private long midnightMs;

    private record Task(long atNs, Runnable work) { }

    /// Lets time pass, and does what was scheduled until then, each at its time.
    public void pass(Duration duration) {
        long to = nowNs + duration.toNanos();
        for (Task next = tasks.peek(); next != null && next.atNs <= to; next = tasks.peek()) {
            tasks.remove();
            nowNs = Math.max(nowNs, next.atNs);
            next.work.run();
        }
        nowNs = to;
    }

    /// How many tasks wait for their time.
    public int scheduled() {
        return tasks.size();
    }

    /// Who hears of interfaces.
    public List<InterfaceListener> listeners() {
        return listeners;
    }

    /// What was sent, in words: `icmp 3/1` or `reset`.
    public List<String> sent() {
        return sent;
    }

    @Override
    public String name() {
        return "double";
    }

    @Override
    public List<NetInterface> interfaces() {
        return interfaces;
    }

    @Override
    public @Nullable NetInterface interfaceNamed(String name) {
        return interfaces.stream().filter(device -> device.name().equals(name)).findFirst().orElse(null);
    }

    /// 192.168.1.1 with its broadcast 192.168.1.255 is on eth0, 203.0.113.1 on eth1.
    @Override
    public AddressType addressType(int address, @Nullable NetInterface on) {
        if (Ipv4.isMulticast(address)) {
            return AddressType.MULTICAST;
        }
        if (address == LAN_BROADCAST && isOn(on, "eth0")) {
            return AddressType.BROADCAST;
        }
        boolean local = address == LAN && isOn(on, "eth0") || address == WAN && isOn(on, "eth1");
        return local ? AddressType.LOCAL : AddressType.UNICAST;
    }

    private static boolean isOn(@Nullable NetInterface asked, String name) {
        return asked == null || asked.name().equals(name);
    }

    @Override
    public AutoCloseable listen(InterfaceListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public long wallClockMs() {
        return midnightMs + nowNs / 1_000_000;
    }

    /// Sets the time of day.
    public void wallClockMs(long ms) {
        midnightMs = ms - nowNs / 1_000_000;
    }

    @Override
    public PacketPool pool() {
        return pool;
    }

    /// Everything is behind eth1.
    @Override
    public Route routeTo(int destination) {
        return new Route.Unicast(interfaces.get(2), 0, 0);
    }

    /// 192.168.1.0/24 is behind eth0, all else behind eth1, where mark 2 goes in any case; from 203.0.113.77 nobody answers.
    @Override
    public Route routeBack(Packet packet, int mark) {
        int source = packet.ip().source();
        AddressType type = addressType(source, null);
        if (packet.ip().destination() == SILENT) {
            return new Route.Unreachable(0);
        }
        NetInterface device = interfaces.get(source >>> 8 == LAN >>> 8 && mark != 2 ? 1 : 2);
        return switch (type) {
            case LOCAL -> new Route.Local(device, source);
            case BROADCAST -> new Route.Broadcast(device, 0);
            default -> new Route.Unicast(device, 0, 0);
        };
    }

    /// Nothing is left for mark 2.
    @Override
    public boolean reroute(Packet packet) {
        sent.add("rerouted");
        return packet.mark() != 2;
    }

    @Override
    public void sendIcmpError(Packet cause, int type, int code, int rest) {
        sent.add("icmp " + type + "/" + code);
    }

    @Override
    public void sendTcpReset(Packet cause) {
        sent.add("reset");
    }

    @Override
    public void send(Packet packet) {
        packet.release();
    }

    @Override
    public void sendVia(Packet packet, int gateway) {
        sent.add("via " + Ipv4.format(gateway));
        packet.release();
    }

    @Override
    public <T> T onLoop(Callable<T> task) throws Exception {
        return task.call();
    }

    @Override
    public void schedule(long delayNs, Runnable task) {
        tasks.add(new Task(nowNs + delayNs, task));
    }

    /// It puts nothing together.
    @Override
    public boolean defragment(Packet fragment) {
        return true;
    }

    @Override
    public void close() {
        pool.close();
    }
}
