package io.weft.net.stack.udp;

import io.weft.net.stack.igmp.Groups;
import io.weft.net.stack.time.Timers;

/// What the sockets of a stack have in common.
record UdpShared(SocketTable table, UdpPorts ports, UdpOutput output, Groups groups, Timers timers, UdpCounters counters) { }
