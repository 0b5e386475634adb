package io.weft.net.tables.iptables;

import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.SyntaxException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one command line of `iptables`, word by word and with the complaints of iptables 1.8.9, into an {@link Invocation}.
final class CommandParser {

    private static final int MAX_CHAIN_NAME = 29;

    private final Tool tool;
    private final @Nullable String restoredTable;
    private final PrintStream out;
    private final PrintStream err;
    private final RuleReader rule;
    private final OptionScanner scanner;
    private final Set<Operation> operations = EnumSet.noneOf(Operation.class);
    private final Set<RuleOption> options = EnumSet.noneOf(RuleOption.class);

    private @Nullable String chain;
    private int number;
    private @Nullable String argument;
    private String table = "filter";
    private int verbosity;
    private Invocation.@Nullable Counters counters;
    private boolean waits;
    private boolean waitInterval;
    private boolean inverted;

    /// @param restoredTable the table that `iptables-restore` is at; null for a call of its own
    CommandParser(Tool tool, TableRegistry registry, List<String> words, @Nullable String restoredTable, PrintStream out, PrintStream err) {
        this.tool = tool;
        this.restoredTable = restoredTable;
        this.out = out;
        this.err = err;
        rule = new RuleReader(registry, err);
        scanner = new OptionScanner(words, rule.loaded());
    }

    /// @return null when the words asked for nothing but help or the version, which they got
    @Nullable Invocation parse() throws ToolException {
        try {
            return read();
        } catch (SyntaxException wrong) {
            throw ToolException.parameter(String.valueOf(wrong.getMessage()));
        }
    }

    private @Nullable Invocation read() throws ToolException, SyntaxException {
        while (true) {
            OptionScanner.Token token = scanner.next();
            switch (token) {
                case OptionScanner.Token.End end -> {
                    return finish(end.wordsLeft());
                }
                case OptionScanner.Token.Plain plain -> {
                    bang(plain.word());
                    continue;
                }
                case OptionScanner.Token.Base base -> {
                    if (isAnswered(base.option())) {
                        return null;
                    }
                    base(base.option(), base.value());
                }
                case OptionScanner.Token.Extended extended -> extended.owner().option(extended.spec(), use(extended));
                case OptionScanner.Token.NoValue none ->
                        throw new SyntaxException("option \"" + none.word() + "\" requires an argument");
                case OptionScanner.Token.Unknown unknown -> {
                    if (unknown.word().startsWith("--") && rule.loadProtocol()) {
                        scanner.retreat();
                        continue;
                    }
                    throw new SyntaxException("unknown option \"" + unknown.word() + "\"");
                }
            }
            inverted = false;
        }
    }

    private void bang(String word) throws ToolException, SyntaxException {
        if (!word.equals("!")) {
            throw new ToolException(ToolException.Kind.BARE, "Bad argument `" + word + "'\n");
        }
        if (inverted) {
            throw new SyntaxException("multiple consecutive ! not allowed");
        }
        inverted = true;
    }

    /// Help and version, which end the call.
    private boolean isAnswered(BaseOption option) throws SyntaxException {
        if (option == BaseOption.HELP) {
            rule.loadProtocolForHelp();
            out.print(Help.text(tool));
            rule.loadedInHelpOrder().forEach(extension -> out.print("\n" + extension));
            return true;
        }
        if (option == BaseOption.VERSION) {
            if (inverted) {
                out.print("Not " + Tool.VERSION.substring(1) + " ;-)\n");
            } else {
                tool.printVersion(out);
            }
            return true;
        }
        return false;
    }

    private OptionUse use(OptionScanner.Token.Extended extended) {
        boolean negated = inverted;
        return new OptionUse() {
            @Override
            public String name() {
                return extended.spec().name();
            }

            @Override
            public String value() {
                return extended.value();
            }

            @Override
            public boolean inverted() {
                return negated;
            }

            @Override
            public @Nullable String nextWord() {
                return scanner.hasValue() ? scanner.takeValue() : null;
            }

            @Override
            public void warn(String line) {
                err.print(line);
            }

            @Override
            public int protocol() {
                return rule.protocol();
            }

            @Override
            public boolean protocolInverted() {
                return rule.protocolInverted();
            }
        };
    }

    private void base(BaseOption option, @Nullable String value) throws ToolException, SyntaxException {
        String word = value == null ? "" : value;
        switch (option) {
            case APPEND -> command(Operation.APPEND, word);
            case CHECK -> command(Operation.CHECK, word);
            case DELETE -> {
                command(Operation.DELETE, word);
                if (scanner.hasValue()) {
                    operations.remove(Operation.DELETE);
                    operations.add(Operation.DELETE_NUMBER);
                    number = ruleNumber(scanner.takeValue());
                }
            }
            case REPLACE -> {
                command(Operation.REPLACE, word);
                number = ruleNumber(needed("-R requires a rule number"));
            }
            case INSERT -> {
                command(Operation.INSERT, word);
                number = scanner.hasValue() ? ruleNumber(scanner.takeValue()) : 1;
            }
            case LIST, LIST_RULES -> {
                add(option == BaseOption.LIST ? Operation.LIST : Operation.LIST_RULES, Operation.ZERO, Operation.ZERO_NUMBER);
                optionalChain(value);
                if (scanner.hasValue()) {
                    number = ruleNumber(scanner.takeValue());
                }
            }
            case ZERO -> {
                add(Operation.ZERO, Operation.LIST, Operation.LIST_RULES);
                optionalChain(value);
                if (scanner.hasValue()) {
                    number = ruleNumber(scanner.takeValue());
                    operations.clear();
                    operations.add(Operation.ZERO_NUMBER);
                }
            }
            case FLUSH -> {
                add(Operation.FLUSH);
                optionalChain(value);
            }
            case DELETE_CHAIN -> {
                add(Operation.DELETE_CHAIN);
                optionalChain(value);
            }
            case NEW_CHAIN -> {
                rule.checkNewChain(word);
                command(Operation.NEW_CHAIN, word);
            }
            case RENAME_CHAIN -> {
                command(Operation.RENAME_CHAIN, word);
                argument = needed("-E requires old-chain-name and new-chain-name");
            }
            case POLICY -> {
                command(Operation.POLICY, word);
                argument = needed("-P requires a chain and a policy");
            }
            case SOURCE, DESTINATION, PROTOCOL, IN_INTERFACE, OUT_INTERFACE, FRAGMENTS, MATCH, JUMP, GOTO -> ruleOption(option, word);
            default -> setting(option, value);
        }
    }

    private void ruleOption(BaseOption option, String value) throws SyntaxException {
        switch (option) {
            case SOURCE -> {
                set(RuleOption.SOURCE);
                rule.source(value, inverted);
            }
            case DESTINATION -> {
                set(RuleOption.DESTINATION);
                rule.destination(value, inverted);
            }
            case PROTOCOL -> {
                set(RuleOption.PROTOCOL);
                rule.protocol(value, inverted);
            }
            case IN_INTERFACE -> {
                RuleReader.requireName(value);
                set(RuleOption.IN);
                rule.in(value, inverted);
            }
            case OUT_INTERFACE -> {
                RuleReader.requireName(value);
                set(RuleOption.OUT);
                rule.out(value, inverted);
            }
            case FRAGMENTS -> {
                set(RuleOption.FRAGMENT);
                rule.fragment(inverted);
            }
            case MATCH -> {
                if (inverted) {
                    throw new SyntaxException("unexpected ! flag before --match");
                }
                rule.match(value);
            }
            case JUMP, GOTO -> {
                set(RuleOption.JUMP);
                rule.jump(value, option == BaseOption.GOTO);
            }
            default -> throw new IllegalStateException("not about a rule: " + option);
        }
    }

    private void setting(BaseOption option, @Nullable String value) throws ToolException, SyntaxException {
        switch (option) {
            case TABLE -> {
                if (inverted) {
                    throw new SyntaxException("unexpected ! flag before --table");
                }
                if (restoredTable != null) {
                    throw new SyntaxException("The -t option cannot be used in " + tool.name() + ".\n");
                }
                table = value == null ? "" : value;
            }
            case VERBOSE -> {
                if (verbosity++ == 0) {
                    set(RuleOption.VERBOSE);
                }
            }
            case NUMERIC -> set(RuleOption.NUMERIC);
            case EXACT -> set(RuleOption.EXACT);
            case LINE_NUMBERS -> set(RuleOption.LINE_NUMBERS);
            case SET_COUNTERS -> {
                set(RuleOption.COUNTERS);
                counters = counters(value == null ? "" : value);
            }
            case WAIT -> {
                refuseInRestore("-w");
                waits = true;
                checkSeconds(value == null && scanner.hasValue() ? scanner.takeValue() : value);
            }
            case WAIT_INTERVAL -> {
                refuseInRestore("-W");
                waitInterval = true;
                if (value == null && scanner.hasValue()) {
                    scanner.takeValue();
                }
                err.print("Ignoring deprecated --wait-interval option.\n");
            }
            case IPV6 -> throw new ToolException(ToolException.Kind.BARE, "");
            // nothing to load, and IPv4 is all there is
            default -> { }
        }
    }

    private void refuseInRestore(String option) throws SyntaxException {
        if (restoredTable != null) {
            throw new SyntaxException("You cannot use `" + option + "' from iptables-restore");
        }
    }

    private static void checkSeconds(@Nullable String text) throws SyntaxException {
        if (text != null && !text.matches("-?\\d+")) {
            throw new SyntaxException("wait seconds not numeric");
        }
    }

    private Invocation.Counters counters(String packets) throws SyntaxException {
        int comma = packets.indexOf(',', 1);
        String bytes = comma >= 0 ? packets.substring(comma + 1) : needed("-c requires packet and byte counter");
        return new Invocation.Counters(
                count(comma >= 0 ? packets.substring(0, comma) : packets, "packet"), count(bytes, "byte"));
    }

    private static long count(String text, String kind) throws SyntaxException {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException notANumber) {
            throw new SyntaxException("-c " + kind + " counter not numeric");
        }
    }

    private String needed(String complaint) throws SyntaxException {
        if (!scanner.hasValue()) {
            throw new SyntaxException(complaint);
        }
        return scanner.takeValue();
    }

    private void optionalChain(@Nullable String attached) {
        if (attached != null) {
            chain = attached;
        } else if (scanner.hasValue()) {
            chain = scanner.takeValue();
        }
    }

    private void command(Operation operation, String itsChain) throws SyntaxException {
        add(operation);
        chain = itsChain;
    }

    private void add(Operation operation, Operation... companions) throws SyntaxException {
        if (inverted) {
            throw new SyntaxException("unexpected '!' flag");
        }
        for (Operation other : operations) {
            if (!List.of(companions).contains(other)) {
                throw new SyntaxException("Cannot use -" + operation.letter + " with -" + other.letter);
            }
        }
        operations.add(operation);
    }

    private void set(RuleOption option) throws SyntaxException {
        if (!options.add(option)) {
            throw new SyntaxException("multiple -" + option.letter + " flags not allowed");
        }
        if (inverted && !option.invertible) {
            throw new SyntaxException("cannot have ! before -" + option.letter);
        }
    }

    private static int ruleNumber(String text) throws SyntaxException {
        if (!text.matches("0*[1-9]\\d{0,8}")) {
            throw new SyntaxException("Invalid rule number `" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private Invocation finish(boolean wordsLeft) throws SyntaxException {
        if (waitInterval && !waits) {
            throw new SyntaxException("--wait-interval only makes sense with --wait\n");
        }
        String itsTable = restoredTable == null ? table : restoredTable;
        rule.checkInhibited(itsTable, operations.contains(Operation.POLICY) ? argument : null);
        rule.finishExtensions();
        if (wordsLeft) {
            throw new SyntaxException("unknown arguments found on commandline");
        }
        if (operations.isEmpty()) {
            throw new SyntaxException("no command specified");
        }
        if (inverted) {
            throw new SyntaxException("nothing appropriate following !");
        }
        boolean takesRule = operations.stream().anyMatch(Operation::takesRule);
        Invocation.RuleWords words = takesRule ? rule.finish() : null;
        if (words != null && operations.contains(Operation.REPLACE) && (words.sources().size() != 1 || words.destinations().size() != 1)) {
            throw new SyntaxException("Replacement rule does not specify a unique address");
        }
        checkOptions();
        if (chain != null && chain.length() >= MAX_CHAIN_NAME) {
            throw new SyntaxException("chain name `" + chain + "' too long (must be under " + MAX_CHAIN_NAME + " chars)");
        }
        checkInterfaces(takesRule || operations.contains(Operation.DELETE_NUMBER));
        return new Invocation(operations, chain, number, argument, itsTable, options, verbosity, counters, words);
    }

    private void checkOptions() throws SyntaxException {
        for (RuleOption option : RuleOption.values()) {
            if (options.contains(option) && operations.stream().noneMatch(operation -> operation.allows(option))) {
                throw new SyntaxException("Illegal option `-" + option.letter + "' with this command");
            }
        }
    }

    private void checkInterfaces(boolean aboutRule) throws SyntaxException {
        if (!aboutRule || chain == null) {
            return;
        }
        if ((chain.equals("PREROUTING") || chain.equals("INPUT")) && options.contains(RuleOption.OUT)) {
            throw new SyntaxException("Can't use -o with " + chain + "\n");
        }
        if ((chain.equals("POSTROUTING") || chain.equals("OUTPUT")) && options.contains(RuleOption.IN)) {
            throw new SyntaxException("Can't use -i with " + chain + "\n");
        }
    }
}
