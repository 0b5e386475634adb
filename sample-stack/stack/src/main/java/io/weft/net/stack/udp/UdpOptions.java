package io.weft.net.stack.udp;

import io.weft.net.route.NetInterface;
import org.jspecify.annotations.Nullable;

/// The options of one socket, under the kernel's names and with its defaults. They count from the next datagram on, `reuseAddress` from
/// the next bind.
public final class UdpOptions {

    /// `net.core.rmem_default` and `net.core.wmem_default`.
    static final int DEFAULT_BUFFER = 212_992;
    private static final int LEAST_BUFFER = 2_304;

    private boolean reuseAddress;
    private boolean broadcast;
    private boolean checksum = true;
    private boolean dontFragment;
    private int tos;
    private int ttl;
    private int multicastTtl = 1;
    private boolean multicastLoop = true;
    private boolean multicastAll = true;
    private @Nullable NetInterface multicastDevice;
    private int receiveBufferBytes = DEFAULT_BUFFER;
    private int sendBufferBytes = DEFAULT_BUFFER;

    /// @param ttl what the stack's packets have without a word about it
    UdpOptions(int ttl) {
        this.ttl = ttl;
    }

    /// SO_REUSEADDR: several sockets that all have it may be bound to the same port and address. What is sent to one host goes to the
    /// one bound last, what is sent to all or to a group to each.
    public boolean reuseAddress() {
        return reuseAddress;
    }

    public void reuseAddress(boolean value) {
        reuseAddress = value;
    }

    /// SO_BROADCAST: it may send to all hosts of a link.
    public boolean broadcast() {
        return broadcast;
    }

    public void broadcast(boolean value) {
        broadcast = value;
    }

    /// Whether datagrams are sent with a checksum; without is SO_NO_CHECK.
    public boolean checksum() {
        return checksum;
    }

    public void checksum(boolean value) {
        checksum = value;
    }

    /// IP_PMTUDISC_DO: what does not fit the path is not sent. Without, it is sent in fragments (IP_PMTUDISC_WANT).
    public boolean dontFragment() {
        return dontFragment;
    }

    public void dontFragment(boolean value) {
        dontFragment = value;
    }

    /// IP_TOS.
    public int tos() {
        return tos;
    }

    public void tos(int value) {
        tos = within("type of service", value, 0, 255);
    }

    /// IP_TTL of what goes to one host.
    public int ttl() {
        return ttl;
    }

    public void ttl(int value) {
        ttl = within("TTL", value, 1, 255);
    }

    /// IP_MULTICAST_TTL; what has 0 stays on this host.
    public int multicastTtl() {
        return multicastTtl;
    }

    public void multicastTtl(int value) {
        multicastTtl = within("multicast TTL", value, 0, 255);
    }

    /// IP_MULTICAST_LOOP: what it sends to a group is heard on this host, too.
    public boolean multicastLoop() {
        return multicastLoop;
    }

    public void multicastLoop(boolean value) {
        multicastLoop = value;
    }

    /// IP_MULTICAST_ALL: it hears groups, too, that only other sockets of this host joined.
    public boolean multicastAll() {
        return multicastAll;
    }

    public void multicastAll(boolean value) {
        multicastAll = value;
    }

    /// IP_MULTICAST_IF: by which interface it sends to groups; null for the one that the routes say.
    public @Nullable NetInterface multicastDevice() {
        return multicastDevice;
    }

    public void multicastDevice(@Nullable NetInterface value) {
        multicastDevice = value;
    }

    /// SO_RCVBUF: a datagram that comes while more than this waits is lost. The kernel has twice as much, since it counts what it needs
    /// itself, too.
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    public void receiveBufferBytes(int value) {
        receiveBufferBytes = Math.max(LEAST_BUFFER, value);
    }

    /// SO_SNDBUF: nothing more is sent while more than this has not left the stack.
    public int sendBufferBytes() {
        return sendBufferBytes;
    }

    public void sendBufferBytes(int value) {
        sendBufferBytes = Math.max(LEAST_BUFFER, value);
    }

    private static int within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("a " + what + " of " + value + " is not within " + least + " to " + most);
        }
        return value;
    }
}
