package io.weft.net.nat.target;

import io.weft.net.nat.Bindings;
import io.weft.net.nat.Manipulation;
import io.weft.net.nat.NatRange;
import io.weft.net.nat.WayOut;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.Set;

/// The targets of the table `nat`, in iptables' words.
public final class NatTargets {

    private static final OptionSpec RANDOM = OptionSpec.flag("random");
    private static final OptionSpec RANDOM_FULLY = OptionSpec.flag("random-fully");
    private static final OptionSpec PERSISTENT = OptionSpec.flag("persistent");
    private static final OptionSpec TO_PORTS = OptionSpec.value("to-ports");
    private static final Set<String> OF_SOURCES = Set.of(PacketHooks.LOCAL_IN, PacketHooks.POST_ROUTING);
    private static final Set<String> OF_DESTINATIONS = Set.of(PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_OUT);
    private static final Set<String> ANYWHERE =
            Set.of(PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING);

    private NatTargets() { }

    public static List<TargetExtension> all(Bindings bindings, WayOut wayOut) {
        return List.of(snat(bindings), dnat(bindings), masquerade(bindings, wayOut), redirect(bindings), netmap(bindings));
    }

    private static TargetExtension snat(Bindings bindings) {
        return new NatExtension("SNAT", OF_SOURCES, List.of(OptionSpec.value("to-source").asRequired(), RANDOM, RANDOM_FULLY, PERSISTENT),
                """
                SNAT target options:
                 --to-source [<ipaddr>[-<ipaddr>]][:port[-port]]
                \t\t\t\tAddress to map source to.
                [--random] [--random-fully] [--persistent]
                """,
                (range, use) -> withoutBase(RangeReader.addresses(range, use)),
                range -> new AddressTarget("--to-source", range, Manipulation.SOURCE, bindings));
    }

    private static TargetExtension dnat(Bindings bindings) {
        return new NatExtension("DNAT", OF_DESTINATIONS, List.of(OptionSpec.value("to-destination").asRequired(), RANDOM, PERSISTENT),
                """
                DNAT target options:
                 --to-destination [<ipaddr>[-<ipaddr>]][:port[-port[/port]]]
                \t\t\t\tAddress to map destination to.
                [--random] [--persistent]
                """,
                RangeReader::addresses,
                range -> new AddressTarget("--to-destination", range, Manipulation.DESTINATION, bindings));
    }

    private static TargetExtension masquerade(Bindings bindings, WayOut wayOut) {
        return new NatExtension("MASQUERADE", Set.of(PacketHooks.POST_ROUTING), List.of(TO_PORTS, RANDOM, RANDOM_FULLY),
                """
                MASQUERADE target options:
                 --to-ports <port>[-<port>]
                \t\t\t\tPort (range) to map to.
                 --random
                \t\t\t\tRandomize source port.
                 --random-fully
                \t\t\t\tFully randomize source port.
                """,
                (range, use) -> withoutBase(RangeReader.ports(range, use)),
                range -> new MasqueradeTarget(range, bindings, wayOut));
    }

    private static TargetExtension redirect(Bindings bindings) {
        return new NatExtension("REDIRECT", OF_DESTINATIONS, List.of(TO_PORTS, RANDOM),
                """
                REDIRECT target options:
                 --to-ports <port>[-<port>]
                \t\t\t\tPort (range) to map to.
                 [--random]
                """,
                NatTargets::withoutShift,
                range -> new RedirectTarget(range, bindings));
    }

    private static TargetExtension netmap(Bindings bindings) {
        return new NatExtension("NETMAP", ANYWHERE, List.of(OptionSpec.value("to").asRequired()),
                """
                NETMAP target options:
                  --to address[/mask]
                \t\t\t\tNetwork address to map to.

                """,
                (_, use) -> NetworkReader.read(use.value()),
                range -> new NetmapTarget(range, bindings));
    }

    /// The kernel is handed no base port, but is told that there is one: then it is 0.
    private static NatRange withoutBase(NatRange range) {
        return range.has(NatRange.OFFSET) ? range.shifted(0) : range;
    }

    private static NatRange withoutShift(NatRange range, OptionUse use) throws SyntaxException {
        NatRange ports = RangeReader.ports(range, use);
        if (ports.has(NatRange.OFFSET)) {
            throw new SyntaxException("Shifted portmap ranges not supported with this kernel");
        }
        return ports;
    }
}
