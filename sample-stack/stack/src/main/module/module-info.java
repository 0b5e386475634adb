/// The IPv4 stack: devices, neighbours, IP, routes, ICMP, UDP, TCP, and sockets for Java programs.
module io.weft.net.stack {
    requires transitive io.weft.hook.runtime;
    requires transitive io.weft.net.api;
    // woven code of its own rooms
    requires io.weft.hook.weave;
    requires org.dnsjava;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.weft.net.stack.channel;
    exports io.weft.net.stack.counter;
    exports io.weft.net.stack.device;
    exports io.weft.net.stack.icmp;
    exports io.weft.net.stack.igmp;
    exports io.weft.net.stack.ip;
    exports io.weft.net.stack.loop;
    exports io.weft.net.stack.name;
    exports io.weft.net.stack.neighbor;
    exports io.weft.net.stack.route;
    exports io.weft.net.stack.socket;
    exports io.weft.net.stack.tcp;
    exports io.weft.net.stack.time;
    exports io.weft.net.stack.udp;
    exports io.weft.net.stack;
}
