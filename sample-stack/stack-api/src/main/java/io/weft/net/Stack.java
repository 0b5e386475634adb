package io.weft.net;

import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.route.AddressType;
import io.weft.net.route.InterfaceListener;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// An IPv4 stack, as its plugins see it: a service that {@link io.weft.hook.PluginContext#service} hands out.
///
/// Unless it says otherwise a method is for the loop thread, which is the one that calls handlers.
public interface Stack {

    /// A name to tell stacks in one JVM apart.
    String name();

    /// All interfaces, `lo` included, by index. From any thread.
    List<NetInterface> interfaces();

    /// The interface of that name. From any thread.
    @Nullable NetInterface interfaceNamed(String name);

    /// What an address is to this host, the kernel's `inet_dev_addr_type`: LOCAL, BROADCAST or MULTICAST, otherwise UNICAST. As in the
    /// kernel routes that lead nowhere do not show: an address behind a blackhole is UNICAST.
    ///
    /// @param on an address or broadcast address of another interface is UNICAST then; null for any interface
    AddressType addressType(int address, @Nullable NetInterface on);

    /// Tells `listener` of interfaces and addresses that go away, until what it answers is closed. From any thread.
    AutoCloseable listen(InterfaceListener listener);

    /// The time of the packets now on their way, in nanoseconds from an origin of the stack's own; it does not move within a batch.
    long nowNs();

    /// The time of day of the packets now on their way, in milliseconds since 1970 UTC; it does not move within a batch.
    long wallClockMs();

    /// Where new packets come from.
    PacketPool pool();

    /// The way that a packet of this host without a mark would take to `destination`.
    Route routeTo(int destination);

    /// The way that an answer to `packet` would take, looked up by its addresses turned round, its type of service and `mark`; the
    /// kernel's reverse path look-up. The answer's source does not count where no host can have it, as when `packet` went to all.
    Route routeBack(Packet packet, int mark);

    /// Looks once more where a packet of this host goes, for a handler at LOCAL_OUT that changed addresses, mark or type of service.
    ///
    /// @return false when no route leads there: then the handler drops it
    boolean reroute(Packet packet);

    /// Sends an ICMP error about `cause`, unless RFC 1122 §3.2.2 or RFC 1812 §4.3.2.7 forbid one, or the rate limit does.
    /// `cause` stays the caller's, and is quoted as it is now. The error belongs to the connection of `cause`, if it has one.
    ///
    /// @param rest the second word of the ICMP header, such as the MTU of a fragmentation-needed; mostly 0
    void sendIcmpError(Packet cause, int type, int code, int rest);

    /// Answers the TCP segment `cause` with a reset (RFC 9293 §3.10.7.1), unless it is itself one, a later fragment, has a wrong
    /// checksum, or did not go to or come from one host. `cause` stays the caller's. The reset belongs to its connection, if it has one.
    void sendTcpReset(Packet cause);

    /// Puts fragments together for a handler that needs whole datagrams, the kernel's `nf_ct_ipv4_gather_frags`. They wait apart from those
    /// that this host puts together for its sockets. Nobody is told of a datagram that was not for this host and did not become whole.
    ///
    /// @param fragment of which {@link io.weft.net.packet.Ipv4Header#isFragment} is true, `head` at the IP header
    /// @return true when `fragment` is the whole datagram now, and goes on; false when the stack has taken it
    boolean defragment(Packet fragment);

    /// Sends an IP packet of this host by way of LOCAL_OUT; gives `packet` away. The header is complete but for its checksum and,
    /// where they are zero, source address and identification.
    void send(Packet packet);

    /// Sends an IP packet to a next hop of the caller's choice, whatever its destination, by way of LOCAL_OUT; gives `packet` away. For
    /// {@link Packet#copy copies} that another host is to see: the kernel's `nf_dup_ipv4` behind its copying.
    ///
    /// The header goes as it stands but for its checksum, and is complete. The link is that of the route to `gateway`, looked up with the
    /// packet's type of service and no mark; where that route has a gateway itself, it is the next hop. A packet for which there is no
    /// such route is dropped.
    void sendVia(Packet packet, int gateway);

    /// Runs `task` on the loop thread between two batches and waits for its answer. From any thread; on the loop thread at once.
    ///
    /// @throws IllegalStateException when the stack is closed
    <T> T onLoop(Callable<T> task) throws Exception;

    /// Runs `task` on the loop thread, not before `delayNs` have passed. From the loop thread.
    void schedule(long delayNs, Runnable task);
}
