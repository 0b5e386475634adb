package io.weft.net.stack;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.weave.Weaving;
import io.weft.net.PacketExplainer;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.explain.PacketFollowing;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketWay;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.route.AddressType;
import io.weft.net.route.InterfaceListener;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.channel.Channels;
import io.weft.net.stack.channel.Loop;
import io.weft.net.stack.device.EthernetInput;
import io.weft.net.stack.device.Faults;
import io.weft.net.stack.device.FrameTap;
import io.weft.net.stack.device.LoopbackDriver;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.explain.FollowedPackets;
import io.weft.net.stack.icmp.IcmpInput;
import io.weft.net.stack.icmp.IcmpOutput;
import io.weft.net.stack.icmp.RateLimit;
import io.weft.net.stack.igmp.Groups;
import io.weft.net.stack.igmp.IgmpHost;
import io.weft.net.stack.igmp.IgmpInput;
import io.weft.net.stack.ip.Fragmenter;
import io.weft.net.stack.ip.IpCounters;
import io.weft.net.stack.ip.IpForward;
import io.weft.net.stack.ip.IpInput;
import io.weft.net.stack.ip.IpLayer;
import io.weft.net.stack.ip.IpOutput;
import io.weft.net.stack.ip.Transports;
import io.weft.net.stack.loop.StackLoop;
import io.weft.net.stack.neighbor.ArpInput;
import io.weft.net.stack.neighbor.NeighborEntry;
import io.weft.net.stack.neighbor.NeighborTable;
import io.weft.net.stack.route.Addresses;
import io.weft.net.stack.route.ListedRoute;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.RouteTable;
import io.weft.net.stack.route.RouteTrie;
import io.weft.net.stack.route.RoutingRule;
import io.weft.net.stack.socket.Sockets;
import io.weft.net.stack.tcp.TcpErrors;
import io.weft.net.stack.tcp.TcpInput;
import io.weft.net.stack.tcp.TcpReset;
import io.weft.net.stack.tcp.TcpSockets;
import io.weft.net.stack.time.DayClock;
import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;
import io.weft.net.stack.time.WallClock;
import io.weft.net.stack.udp.UdpErrors;
import io.weft.net.stack.udp.UdpInput;
import io.weft.net.stack.udp.UdpOutput;
import io.weft.net.stack.udp.UdpSockets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An IPv4 host or router in user space: interfaces over drivers, routes, neighbours, and the five hook points.
///
///     try (NetStack stack = NetStack.builder().name("router").forwarding(true).build()) {
///         stack.addDevice("eth0", driver);
///         stack.addAddress("eth0", InterfaceAddress.parse("192.168.1.1/24"));
///         stack.addRoute(RouteEntry.parse("default via 192.168.1.254"));
///         stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(0, "mine", packet -> Verdict.ACCEPT);
///         stack.start();
///         …
///     }
///
/// Several stacks live in one JVM; nothing of one is shared with another. What configures it may be called from any thread. It is
/// driven by a thread of its own after {@link #start}, or turn by turn with {@link #turn}.
public final class NetStack implements Stack, PacketExplainer, AutoCloseable {

    private static final String LOOPBACK = "lo";

    private final String name;
    private final HookTables hooks = HookTables.create();
    private final PacketPool pool;
    private final Timers timers;
    private final WallClock wallClock;
    private final Faults faults;
    private final StackLoop loop;
    private final RouteTable routes;
    private final Interfaces interfaces;
    private final FollowedPackets followed;
    private final NeighborTable neighbors;
    private final IcmpOutput icmp;
    private final IpLayer ip;
    private final TcpReset reset;
    private final TcpSockets tcp;
    private final IgmpHost igmp;
    private final UdpSockets udp;
    private final Channels channels;
    private final Sockets sockets;
    private final ProtocolCounters counters;
    private final PacketInquiries inquiries;
    private final IpInput ipInput;
    private final EthernetInput input;

    NetStack(NetStackBuilder wanted) {
        Weaving.require(IpInput.class, IpForward.class, IpOutput.class);
        StackSettings settings = wanted.settings;
        name = wanted.name;
        pool = new PacketPool(wanted.poolPackets);
        timers = new Timers(wanted.clock.getAsLong());
        wallClock = new WallClock(wanted.wallClock, timers);
        faults = new Faults(name);
        loop = new StackLoop(name, wanted.clock, timers, faults);

        Addresses addresses = new Addresses();
        DayClock dayClock = new DayClock(wanted.wallClock);
        routes = new RouteTable(addresses);
        interfaces = new Interfaces(routes, faults);
        icmp = new IcmpOutput(pool, timers, new RateLimit(settings.icmp(), wanted.random));
        neighbors = new NeighborTable(settings.neighbors(), timers, wanted.random, pool, addresses, icmp::hostUnreachable);
        Groups groups = new Groups();
        ip = new IpLayer(hooks, settings.ip(), settings.reassembly(), routes, addresses, neighbors, timers, dayClock, wanted.random, icmp,
                groups);
        declareHookPoints(settings.handlers());
        followed = new FollowedPackets(hooks, timers, loop::execute);
        icmp.connect(ip.own(), ip.outputRoutes());
        reset = new TcpReset(pool, ip.own(), ip.outputRoutes());
        tcp = new TcpSockets(settings.tcp(), pool, ip.own(), ip.outputRoutes(), reset, timers, addresses, wanted.random, faults);
        UdpOutput udpOutput = new UdpOutput(pool, ip.own(), ip.outputRoutes(), timers);
        igmp = new IgmpHost(groups, pool, ip.own(), ip.outputRoutes(), timers, wanted.random);
        udp = new UdpSockets(udpOutput, routes, groups, timers, wanted.random);
        channels = new Channels(tcp, udp, addresses, new ChannelLoop(), faults);
        sockets = new Sockets(channels, wanted.names);
        ipInput = ip.input(new Transports(
                new IcmpInput(icmp, dayClock, new TcpErrors(tcp), new UdpErrors(udp, udpOutput)),
                new IgmpInput(igmp), new UdpInput(udp, icmp, faults), new TcpInput(tcp, reset)));
        input = new EthernetInput(ipInput::receive, new ArpInput(neighbors, addresses)::receive);
        counters = new ProtocolCounters(ip.counters(), icmp.counters(), tcp.counters(), udp.counters(), pool.drops());
        inquiries = new PacketInquiries(hooks, pool, timers, loop, interfaces, ip, ipInput);
        addLoopback();
    }

    public static NetStackBuilder builder() {
        return new NetStackBuilder();
    }

    private void declareHookPoints(HandlerLimits limits) {
        IpCounters counted = ip.counters();
        declare(limits, List.of(PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD), _ -> { });
        declare(limits, List.of(PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING), counted::refusedBelow);
    }

    private void declare(HandlerLimits limits, List<String> points, Consumer<Packet> refused) {
        PointOptions<Packet> options = limits.apply(PointOptions
                .<Packet>failClosed((packet, verdict) -> {
                    refused.accept(packet);
                    packet.drop(DropReason.HOOK);
                })
                .withResumeOn(loop::execute));
        points.forEach(point -> hooks.declare(point, Packet.class, options));
    }

    private void addLoopback() {
        LoopbackDriver driver = new LoopbackDriver();
        NetDevice device = new NetDevice(LOOPBACK, 1, driver.mtu(), driver.mac(), driver, pool, input, faults);
        interfaces.add(device);
        interfaces.addAddress(device, InterfaceAddress.parse("127.0.0.1/8"));
        loop.devices(servedDevices());
    }

    /// `lo` last, so that what a turn sends to this host itself is taken with the next.
    private NetDevice[] servedDevices() {
        return interfaces.all().stream().sorted(Comparator.comparing(NetInterface::isLoopback)).toArray(NetDevice[]::new);
    }

    // ---- what it consists of

    /// Adds an interface, with the driver's MAC address and MTU.
    ///
    /// @param driver closed with the stack
    public NetDevice addDevice(String device, Driver driver) {
        return addDevice(device, driver, driver.mac(), driver.mtu());
    }

    /// Adds an interface. The first one added has the index 2, after `lo`.
    ///
    /// @param driver closed with the stack
    /// @param mac to answer to and to send from
    /// @param mtu the largest IP packet in bytes, not more than the driver takes
    /// @throws IllegalArgumentException when the name is taken or the MTU impossible
    public NetDevice addDevice(String device, Driver driver, MacAddress mac, int mtu) {
        if (mtu < Fragmenter.MIN_MTU || mtu > driver.mtu()) {
            throw new IllegalArgumentException("an MTU of " + mtu + " for " + device + " is not within " + Fragmenter.MIN_MTU + " and the "
                    + driver.mtu() + " of " + driver.name());
        }
        return loop.configure(() -> {
            interfaces.requireFree(device);
            NetDevice added = new NetDevice(device, interfaces.all().size() + 1, mtu, mac, driver, pool, input, faults);
            interfaces.add(added);
            igmp.added(added);
            loop.devices(servedDevices());
            return added;
        });
    }

    /// @throws IllegalArgumentException when there is no such interface, or it has the address already
    public void addAddress(String device, InterfaceAddress address) {
        loop.configure(() -> interfaces.addAddress(interfaces.get(device), address));
    }

    /// @throws IllegalArgumentException when there is no such interface, or it does not have the address
    public void removeAddress(String device, InterfaceAddress address) {
        loop.configure(() -> interfaces.removeAddress(interfaces.get(device), address));
    }

    /// Lets packets through an interface or not. One that is down takes its routes and neighbours out of use.
    public void setUp(String device, boolean up) {
        loop.configure(() -> {
            NetDevice changed = interfaces.get(device);
            boolean wasUp = changed.isUp();
            interfaces.setUp(changed, up);
            if (up != wasUp) {
                igmp.setUp(changed, up);
            }
            if (!up) {
                neighbors.flush(changed);
            }
        });
    }

    /// @throws IllegalArgumentException when there is a route to the same prefix, no such interface, or no such gateway on a link
    public void addRoute(RouteEntry route) {
        loop.configure(() -> routes.add(route));
    }

    /// Puts an operator's route where another of the same prefix and table may be, with no packet between the two.
    ///
    /// @throws IllegalArgumentException as {@link #addRoute}; the route that was there stays then
    public void replaceRoute(RouteEntry route) {
        loop.configure(() -> routes.replace(route));
    }

    /// Takes away the route that was added for a prefix.
    ///
    /// @throws IllegalArgumentException when there is none
    public void removeRoute(Ipv4Prefix prefix) {
        loop.configure(() -> {
            if (!routes.remove(prefix)) {
                throw new IllegalArgumentException("there is no route to " + prefix);
            }
        });
    }

    /// Takes away the route that was added for a prefix to a table.
    ///
    /// @throws IllegalArgumentException when there is none
    public void removeRoute(Ipv4Prefix prefix, int table) {
        loop.configure(() -> {
            if (!routes.remove(prefix, table)) {
                throw new IllegalArgumentException("there is no route to " + prefix + " in table " + table);
            }
        });
    }

    /// All routes of the tables local and main, those that follow from addresses included.
    public List<RouteTrie.Entry> routes() {
        return loop.configure(routes::routes);
    }

    /// All routes of another table, which is empty where nobody added any.
    public List<RouteTrie.Entry> routes(int table) {
        return loop.configure(() -> routes.routesOf(table));
    }

    /// All routes of whichever table, as `ip route` lists them.
    public List<ListedRoute> listedRoutes(int table) {
        return loop.configure(() -> routes.listed(table));
    }

    /// The numbers of the tables that have routes, beside local and main.
    public List<Integer> otherTables() {
        return loop.configure(routes::otherTables);
    }

    /// The way of a packet by the rules and routes as they are; nothing is sent.
    ///
    /// @param source of the packet, or 0.0.0.0 for one of this host's that has none yet
    /// @param device where it comes in; null for one of this host's
    public Route routeOf(int source, int destination, int mark, int tos, @Nullable String device) {
        return loop.configure(() -> device == null ? ip.outputRoutes().lookup(destination, source, mark, tos, null)
                : routes.lookup(source, destination, mark, tos, interfaces.get(device)));
    }

    /// Has packets look for their way by more than their destination.
    ///
    /// @throws IllegalArgumentException when the same rule is there already
    public void addRule(RoutingRule rule) {
        loop.configure(() -> routes.addRule(rule));
    }

    /// Takes away the first rule that is the same; where it names no priority, of whichever.
    ///
    /// @throws IllegalArgumentException when there is none
    public void removeRule(RoutingRule rule) {
        loop.configure(() -> {
            if (!routes.removeRule(rule)) {
                throw new IllegalArgumentException("there is no rule '" + rule + "'");
            }
        });
    }

    /// The rules in the order in which they are asked; local, main and default where nobody changed them.
    public List<RoutingRule> rules() {
        return loop.configure(routes::rules);
    }

    /// Sets a neighbour for good: it is never asked for by ARP.
    public void addNeighbor(String device, int address, MacAddress mac) {
        loop.configure(() -> neighbors.addPermanent(interfaces.get(device), address, mac));
    }

    /// Forgets a neighbour, however it was learnt.
    ///
    /// @throws IllegalArgumentException when it is not known
    public void removeNeighbor(String device, int address) {
        loop.configure(() -> {
            if (!neighbors.remove(interfaces.get(device), address)) {
                throw new IllegalArgumentException(device + " has no neighbour " + Ipv4.format(address));
            }
        });
    }

    public List<NeighborEntry> neighbors() {
        return loop.configure(neighbors::entries);
    }

    /// The hook points {@link PacketHooks} of this stack.
    public HookTables hooks() {
        return hooks;
    }

    /// The UDP sockets of this host. On the loop thread, where {@link #onLoop} takes others.
    public UdpSockets udp() {
        return udp;
    }

    /// The TCP sockets of this host. On the loop thread, where {@link #onLoop} takes others.
    public TcpSockets tcp() {
        return tcp;
    }

    /// Sockets for Java programs. From any thread.
    public Sockets sockets() {
        return sockets;
    }

    /// All interfaces with what is behind them. From any thread.
    public List<NetDevice> devices() {
        return interfaces.all();
    }

    /// How often code that the loop called threw something instead of doing its work. From any thread.
    public long faults() {
        return faults.count();
    }

    /// What its protocols have counted. From any thread.
    public ProtocolCounters counters() {
        return counters;
    }

    /// Shows every frame of an interface to `tap`, until what it answers is closed.
    ///
    /// @param tap called on the loop thread
    /// @throws IllegalArgumentException when there is no such interface
    public AutoCloseable tap(String device, FrameTap tap) {
        NetDevice tapped = interfaces.get(device);
        loop.configure(() -> tapped.add(tap));
        return () -> loop.configure(() -> tapped.remove(tap));
    }

    // ---- its life

    /// Starts the thread that drives it, named `weft-` and the stack's name. Once.
    public void start() {
        loop.start();
    }

    /// Does what is to be done now on the calling thread: for tests and programs that bring their own clock, before or instead of
    /// {@link #start}.
    ///
    /// @return whether there was anything to do
    public boolean turn() {
        return loop.turn();
    }

    /// When the stack has something to do even if nothing arrives, in the clock's terms; {@link Timers#NEVER} where it has not.
    public long nextDeadlineNs() {
        return loop.nextDeadlineNs();
    }

    /// Takes the host off its links for good: all interfaces but `lo` go down, and their drivers are closed. For whoever closes a stack whose
    /// drivers come from plugins, before the plugins are unloaded.
    public void disconnect() {
        loop.configure(() -> {
            List<NetDevice> links = interfaces.all().stream().filter(device -> !device.isLoopback()).toList();
            links.forEach(device -> setUp(device.name(), false));
            loop.devices(interfaces.all().stream().filter(NetInterface::isLoopback).toArray(NetDevice[]::new));
            links.forEach(device -> close(device.name(), device));
        });
    }

    /// Ends the thread, closes the drivers and drops what is under way. Closing twice does nothing.
    @Override
    public void close() {
        loop.close(() -> {
            channels.close();
            tcp.close();
            udp.close();
            neighbors.close();
            ip.close();
            timers.clear();
            interfaces.all().forEach(device -> close(device.name(), device));
            close("the packet pool", pool);
        });
    }

    private void close(String what, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception fault) {
            faults.report("closing " + what, fault);
        }
    }

    /// The loop as its channels see it.
    private final class ChannelLoop implements Loop {

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public <T> T call(Callable<T> task) throws Exception {
            return loop.call(task);
        }

        @Override
        public void schedule(long delayNs, Runnable task) {
            NetStack.this.schedule(delayNs, task);
        }
    }

    // ---- as plugins see it

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<NetInterface> interfaces() {
        return List.copyOf(interfaces.all());
    }

    @Override
    public @Nullable NetInterface interfaceNamed(String device) {
        return interfaces.find(device);
    }

    @Override
    public AddressType addressType(int address, @Nullable NetInterface on) {
        return routes.typeOf(address, on);
    }

    @Override
    public AutoCloseable listen(InterfaceListener listener) {
        return interfaces.listen(listener);
    }

    @Override
    public long nowNs() {
        return timers.nowNs();
    }

    @Override
    public long wallClockMs() {
        return wallClock.millis();
    }

    @Override
    public PacketPool pool() {
        return pool;
    }

    @Override
    public void sendIcmpError(Packet cause, int type, int code, int rest) {
        icmp.error(cause, type, code, rest);
    }

    @Override
    public void sendTcpReset(Packet cause) {
        reset.reject(cause);
    }

    @Override
    public boolean defragment(Packet fragment) {
        return ip.earlyFragments().putTogether(fragment);
    }

    @Override
    public Route routeTo(int destination) {
        return ip.outputRoutes().lookup(destination, Ipv4.ANY, 0, 0, null);
    }

    @Override
    public Route routeBack(Packet packet, int mark) {
        return ip.outputRoutes().back(packet, mark);
    }

    @Override
    public boolean reroute(Packet packet) {
        return ip.output().reroute(packet);
    }

    @Override
    public void send(Packet packet) {
        packet.route(null);
        ip.output().send(packet);
    }

    @Override
    public void sendVia(Packet packet, int gateway) {
        ip.output().sendVia(packet, gateway);
    }

    @Override
    public <T> T onLoop(Callable<T> task) throws Exception {
        return loop.call(task);
    }

    @Override
    public void schedule(long delayNs, Runnable task) {
        timers.set(new Timer(task), delayNs);
    }

    // ---- packets that are explained

    @Override
    public PacketWay explain(byte[] bytes, String device, int mark) {
        return inquiries.explain(bytes, device, mark);
    }

    @Override
    public PacketFollowing follow(@Nullable Predicate<Packet> which, int most) {
        return followed.follow(which, most);
    }

    @Override
    public @Nullable PacketTrail journalOf(Packet traced, String hook) {
        return followed.journalOf(traced, hook);
    }
}
