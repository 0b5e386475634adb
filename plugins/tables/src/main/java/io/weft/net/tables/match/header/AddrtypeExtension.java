package io.weft.net.tables.match.header;

import io.weft.net.Stack;
import io.weft.net.route.AddressType;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `-m addrtype`: what the addresses are to this host.
public final class AddrtypeExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("src-type").withInversion(),
            OptionSpec.value("dst-type").withInversion(),
            OptionSpec.flag("limit-iface-in").excluding("limit-iface-out"),
            OptionSpec.flag("limit-iface-out").excluding("limit-iface-in"));

    private final Stack stack;

    public AddrtypeExtension(Stack stack) {
        this.stack = stack;
    }

    @Override
    public String name() {
        return "addrtype";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                Address type match options:
                 [!] --src-type type[,...]      Match source address type
                 [!] --dst-type type[,...]      Match destination address type
                     --limit-iface-in           Match only on the packet's incoming device
                     --limit-iface-out          Match only on the packet's outgoing device

                Valid types:          \s
                """
                + Arrays.stream(AddressType.values()).map(type -> " ".repeat(32) + type + "\n").collect(Collectors.joining());
    }

    private final class Parser implements OptionParser<RuleMatch> {

        private Set<AddressType> sources = Set.of();
        private Set<AddressType> destinations = Set.of();
        private boolean notSource;
        private boolean notDestination;
        private AddrtypeMatch.Interfaces interfaces = AddrtypeMatch.Interfaces.ALL;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "src-type" -> {
                    sources = types(use.value());
                    notSource = use.inverted();
                }
                case "dst-type" -> {
                    destinations = types(use.value());
                    notDestination = use.inverted();
                }
                case "limit-iface-in" -> interfaces = AddrtypeMatch.Interfaces.IN;
                default -> interfaces = AddrtypeMatch.Interfaces.OUT;
            }
        }

        private static Set<AddressType> types(String text) throws SyntaxException {
            var types = EnumSet.noneOf(AddressType.class);
            String rest = text;
            for (int comma = rest.indexOf(','); comma >= 0; comma = rest.indexOf(',')) {
                AddressType type = type(rest.substring(0, comma));
                if (type == null) {
                    throw new SyntaxException("addrtype: bad type `" + rest + "'");
                }
                types.add(type);
                rest = rest.substring(comma + 1);
            }
            AddressType last = type(rest);
            if (last == null) {
                throw new SyntaxException("addrtype: bad type \"" + rest + "\"");
            }
            types.add(last);
            return types;
        }

        /// The first whose name begins so.
        private static @Nullable AddressType type(String text) {
            for (AddressType type : AddressType.values()) {
                if (!text.isEmpty() && type.name().startsWith(text.toUpperCase(Locale.ROOT))) {
                    return type;
                }
            }
            return null;
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (sources.isEmpty() && destinations.isEmpty()) {
                throw new SyntaxException("addrtype: you must specify --src-type or --dst-type");
            }
            return new AddrtypeMatch(stack, sources, destinations, notSource, notDestination, interfaces);
        }
    }
}
