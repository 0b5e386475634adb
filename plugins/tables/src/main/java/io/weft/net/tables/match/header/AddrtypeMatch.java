package io.weft.net.tables.match.header;

import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.route.AddressType;
import io.weft.net.route.NetInterface;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The types of address that a rule asks for, the kernel's `addrtype_mt_v1`.
///
/// @param stack to which the addresses are what they are
/// @param sources empty for any
/// @param destinations empty for any
/// @param interfaces whose addresses count
record AddrtypeMatch(
        Stack stack, Set<AddressType> sources, Set<AddressType> destinations, boolean notSource, boolean notDestination,
        Interfaces interfaces) implements RuleMatch {

    enum Interfaces {
        ALL, IN, OUT
    }

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (interfaces == Interfaces.OUT && reachedFrom(site, PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN)) {
            throw RefusedException.invalid("addrtype match: output interface limitation not valid in PREROUTING and INPUT");
        }
        if (interfaces == Interfaces.IN && reachedFrom(site, PacketHooks.POST_ROUTING, PacketHooks.LOCAL_OUT)) {
            throw RefusedException.invalid("addrtype match: input interface limitation not valid in POSTROUTING and OUTPUT");
        }
    }

    private static boolean reachedFrom(RuleSite site, String hook, String otherHook) {
        return site.hooks().contains(hook) || site.hooks().contains(otherHook);
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        int sourceBits = bits(sources);
        int destinationBits = bits(destinations);
        return (packet, traversal) -> {
            Ipv4Header ip = packet.ip();
            NetInterface device = device(packet);
            return (sourceBits == 0 || isOne(ip.source(), device, sourceBits) != notSource)
                    && (destinationBits == 0 || isOne(ip.destination(), device, destinationBits) != notDestination);
        };
    }

    private static int bits(Set<AddressType> types) {
        return types.stream().mapToInt(type -> 1 << type.ordinal()).sum();
    }

    private @Nullable NetInterface device(Packet packet) {
        return switch (interfaces) {
            case ALL -> null;
            case IN -> packet.in();
            case OUT -> packet.out();
        };
    }

    private boolean isOne(int address, @Nullable NetInterface device, int types) {
        return (types >>> stack.addressType(address, device).ordinal() & 1) != 0;
    }

    @Override
    public String save() {
        var words = new StringJoiner(" ");
        if (!sources.isEmpty()) {
            words.add((notSource ? "! " : "") + "--src-type " + names(sources));
        }
        if (!destinations.isEmpty()) {
            words.add((notDestination ? "! " : "") + "--dst-type " + names(destinations));
        }
        switch (interfaces) {
            case ALL -> { }
            case IN -> words.add("--limit-iface-in");
            case OUT -> words.add("--limit-iface-out");
        }
        return words.toString();
    }

    @Override
    public String list(boolean numeric) {
        var words = new StringJoiner(" ").add("ADDRTYPE match");
        if (!sources.isEmpty()) {
            words.add("src-type " + (notSource ? "!" : "") + names(sources));
        }
        if (!destinations.isEmpty()) {
            words.add("dst-type " + (notDestination ? "!" : "") + names(destinations));
        }
        switch (interfaces) {
            case ALL -> { }
            case IN -> words.add("limit-in");
            case OUT -> words.add("limit-out");
        }
        return words.toString();
    }

    private static String names(Set<AddressType> types) {
        return types.stream().sorted().map(AddressType::name).collect(Collectors.joining(","));
    }
}
