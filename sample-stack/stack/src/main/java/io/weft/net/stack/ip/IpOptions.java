package io.weft.net.stack.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.route.Route;
import io.weft.net.stack.route.RouteTable;
import io.weft.net.stack.time.DayClock;

/// Reads the IP options of packets that come in (RFC 791 §3.1, RFC 1812 §5.2.4 and §5.3.13) and writes into them what they ask for:
/// this host's address, and the time. The kernel's ip_options_compile and ip_forward_options.
final class IpOptions {

    private static final int FIRST_POINTER_OF_ROUTE = 4;
    private static final int FIRST_POINTER_OF_STAMPS = 5;
    private static final int MAX_OVERFLOWS = 15;
    private static final int WELL_FORMED = -1;

    private final RouteTable routes;
    private final IpErrors errors;
    private final DayClock clock;

    IpOptions(RouteTable routes, IpErrors errors, DayClock clock) {
        this.routes = routes;
        this.errors = errors;
        this.clock = clock;
    }

    /// Reads the options of a packet that came in, is routed, and has some.
    ///
    /// As in Linux the header checksum is left behind: what goes on gets a new one in {@link #forward}, and an error quotes the old one.
    /// Options that nobody here knows go on as they are.
    ///
    /// @return whether the packet goes on; else its sender was told, and it is the caller's to drop under {@link DropReason#IP_OPTIONS}
    boolean receive(Packet packet) {
        int wrong = read(packet);
        if (wrong == WELL_FORMED) {
            return true;
        }
        errors.error(packet, IcmpHeader.PARAMETER_PROBLEM, 0, Ipv4Header.MIN_LENGTH + wrong << 24);
        return false;
    }

    /// @return the place of the octet that is wrong, or {@link #WELL_FORMED}
    private int read(Packet packet) {
        Ipv4Header ip = packet.ip();
        int end = ip.optionsLength();
        int at = 0;
        while (at < end) {
            int kind = ip.option(at);
            if (kind == IpOption.END) {
                clear(packet, ip, at, end);
                return WELL_FORMED;
            }
            if (kind == IpOption.NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < end ? ip.option(at + IpOption.LENGTH) : 0;
            if (length < 2 || length > end - at) {
                return at;
            }
            int wrong = switch (kind) {
                case IpOption.LOOSE_SOURCE_ROUTE, IpOption.STRICT_SOURCE_ROUTE -> readSourceRoute(packet, ip, at, length);
                case IpOption.RECORD_ROUTE -> readRecordRoute(packet, ip, at, length);
                case IpOption.TIMESTAMP -> readTimestamp(packet, ip, at, length);
                case IpOption.ROUTER_ALERT -> length < 4 ? at + IpOption.LENGTH : WELL_FORMED;
                default -> WELL_FORMED;
            };
            if (wrong != WELL_FORMED) {
                return wrong;
            }
            at += length;
        }
        return WELL_FORMED;
    }

    /// RFC 791 §3.1: what follows the end is padding, which is zero.
    private static void clear(Packet packet, Ipv4Header ip, int from, int to) {
        for (int i = from; i < to; i++) {
            if (ip.option(i) != IpOption.END) {
                ip.option(i, IpOption.END);
                IpNotes.set(packet, IpNotes.CHANGED);
            }
        }
    }

    private static int readSourceRoute(Packet packet, Ipv4Header ip, int at, int length) {
        if (length < 3) {
            return at + IpOption.LENGTH;
        }
        if (ip.option(at + IpOption.POINTER) < FIRST_POINTER_OF_ROUTE) {
            return at + IpOption.POINTER;
        }
        if (IpNotes.sourceRoute(packet) >= 0) {
            // RFC 1812 §5.2.4.1
            return at;
        }
        IpNotes.sourceRoute(packet, at);
        if (ip.option(at) == IpOption.STRICT_SOURCE_ROUTE) {
            IpNotes.set(packet, IpNotes.STRICT_SOURCE_ROUTE);
        }
        return WELL_FORMED;
    }

    private int readRecordRoute(Packet packet, Ipv4Header ip, int at, int length) {
        if (IpNotes.recordRoute(packet) >= 0) {
            return at;
        }
        if (length < 3) {
            return at + IpOption.LENGTH;
        }
        int pointer = ip.option(at + IpOption.POINTER);
        if (pointer < FIRST_POINTER_OF_ROUTE) {
            return at + IpOption.POINTER;
        }
        if (pointer <= length) {
            if (pointer + 3 > length) {
                return at + IpOption.POINTER;
            }
            ip.optionI32(at + pointer - 1, ownAddress(packet));
            ip.option(at + IpOption.POINTER, pointer + 4);
            IpNotes.set(packet, IpNotes.RECORDED | IpNotes.CHANGED);
        }
        IpNotes.recordRoute(packet, at);
        return WELL_FORMED;
    }

    private int readTimestamp(Packet packet, Ipv4Header ip, int at, int length) {
        if (IpNotes.timestamp(packet) >= 0) {
            return at;
        }
        if (length < 4) {
            return at + IpOption.LENGTH;
        }
        int pointer = ip.option(at + IpOption.POINTER);
        if (pointer < FIRST_POINTER_OF_STAMPS) {
            return at + IpOption.POINTER;
        }
        int flags = ip.option(at + IpOption.STAMP_FLAGS);
        if (pointer <= length) {
            if (pointer + 3 > length || !stamp(packet, ip, at, length, pointer, flags & 0xF)) {
                return at + IpOption.POINTER;
            }
        } else if ((flags & 0xF) != IpOption.STAMP_PRESPECIFIED) {
            int overflows = flags >>> 4;
            if (overflows == MAX_OVERFLOWS) {
                return at + IpOption.STAMP_FLAGS;
            }
            ip.option(at + IpOption.STAMP_FLAGS, flags & 0xF | overflows + 1 << 4);
            IpNotes.set(packet, IpNotes.CHANGED);
        }
        IpNotes.timestamp(packet, at);
        return WELL_FORMED;
    }

    /// @return false when there is no room for what the option wants
    private boolean stamp(Packet packet, Ipv4Header ip, int at, int length, int pointer, int wanted) {
        boolean withAddress = wanted == IpOption.STAMP_AND_ADDRESS || wanted == IpOption.STAMP_PRESPECIFIED;
        if (withAddress && pointer + 7 > length) {
            return false;
        }
        int place = at + pointer - 1;
        switch (wanted) {
            case IpOption.STAMP_ONLY -> {
                ip.optionI32(place, clock.millis());
                IpNotes.set(packet, IpNotes.STAMP_TIME | IpNotes.CHANGED);
                ip.option(at + IpOption.POINTER, pointer + 4);
            }
            case IpOption.STAMP_AND_ADDRESS -> {
                ip.optionI32(place, ownAddress(packet));
                ip.optionI32(place + 4, clock.millis());
                IpNotes.set(packet, IpNotes.STAMP_ADDRESS | IpNotes.STAMP_TIME | IpNotes.CHANGED);
                ip.option(at + IpOption.POINTER, pointer + 8);
            }
            case IpOption.STAMP_PRESPECIFIED -> {
                // as Linux has it: any address that is no plain host's, this host's own among them
                if (!isElsewhere(ip.optionI32(place))) {
                    ip.optionI32(place + 4, clock.millis());
                    boolean nextToo = pointer + 15 <= length && !isElsewhere(ip.optionI32(place + 8));
                    IpNotes.set(packet, IpNotes.STAMP_TIME | IpNotes.CHANGED | (nextToo ? IpNotes.STAMP_NEXT_TOO : 0));
                    ip.option(at + IpOption.POINTER, pointer + 8);
                }
            }
            default -> { }
        }
        return true;
    }

    /// The kernel's RTN_UNICAST, which is what an address without a route counts as too.
    private boolean isElsewhere(int address) {
        if (Ipv4.isMulticast(address) || address == Ipv4.ANY || address == Ipv4.BROADCAST) {
            return false;
        }
        return switch (routes.lookup(address)) {
            case Route.Unicast _, Route.Unreachable _, Route.Blackhole _ -> true;
            case Route.Local _, Route.Broadcast _ -> false;
        };
    }

    /// Goes on with the options of a packet that goes through this host: the address of the way out takes the place of that of the
    /// way in.
    static void forward(Packet packet, Route.Unicast hop) {
        if (packet.control() == 0) {
            return;
        }
        Ipv4Header ip = packet.ip();
        if (IpNotes.has(packet, IpNotes.RECORDED)) {
            int at = IpNotes.recordRoute(packet);
            ip.optionI32(at + ip.option(at + IpOption.POINTER) - 5, hop.source());
        }
        if (IpNotes.has(packet, IpNotes.SOURCE_ROUTED)) {
            SourceRoute.leave(packet, ip, hop.source());
            // only here does Linux put the address of the way out beside a time
            if (IpNotes.has(packet, IpNotes.STAMP_ADDRESS)) {
                int at = IpNotes.timestamp(packet);
                ip.optionI32(at + ip.option(at + IpOption.POINTER) - 9, hop.source());
            }
        }
        if (IpNotes.has(packet, IpNotes.CHANGED)) {
            ip.computeChecksum();
        }
    }

    /// The address under which the sender knows this host: the one that it wrote to, or that of the way back to it.
    private int ownAddress(Packet packet) {
        if (packet.route() instanceof Route.Local) {
            return packet.ip().destination();
        }
        return switch (routes.lookup(packet.ip().source())) {
            case Route.Unicast back -> back.source();
            case Route.Broadcast back -> back.source();
            case Route.Local _ -> packet.ip().source();
            case Route.Blackhole _, Route.Unreachable _ -> routes.everybodyOn(packet.in()).source();
        };
    }
}
