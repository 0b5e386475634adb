package io.weft.net.tables.iptables;

import io.weft.net.tables.engine.LiveTable;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import io.weft.net.tables.rule.AddressMask;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Selector;
import io.weft.net.tables.rule.StandardVerdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Collects the words that make a rule: what it selects, its matches and its target.
final class RuleReader {

    private static final int MAX_INTERFACE_NAME = 15;
    private static final int MAX_TARGET_NAME = 28;
    private static final List<AddressMask> ANYWHERE = List.of(AddressMask.ANY);

    private final TableRegistry registry;
    private final PrintStream err;
    // the newest first, in which order their options are found
    private final LinkedList<Loaded<?>> loaded = new LinkedList<>();
    private final List<LoadedMatch> matches = new ArrayList<>();
    private final List<MatchUse> matchUses = new ArrayList<>();
    private @Nullable LoadedTarget target;
    private @Nullable RuleTarget targetRead;

    private @Nullable String sourceText;
    private @Nullable String destinationText;
    private boolean notSource;
    private boolean notDestination;
    private String in = "";
    private boolean notIn;
    private String out = "";
    private boolean notOut;
    private @Nullable String protocolName;
    private int protocol;
    private boolean notProtocol;
    private boolean protocolLoaded;
    private boolean fragment;
    private boolean notFragment;
    private String jump = "";
    private boolean noReturn;

    private record LoadedMatch(MatchExtension extension, Loaded<RuleMatch> use) { }

    private record LoadedTarget(TargetExtension extension, Loaded<RuleTarget> use) { }

    RuleReader(TableRegistry registry, PrintStream err) {
        this.registry = registry;
        this.err = err;
    }

    /// The extensions that were called so far; it grows.
    List<Loaded<?>> loaded() {
        return loaded;
    }

    void source(String text, boolean inverted) {
        sourceText = text;
        notSource = inverted;
    }

    void destination(String text, boolean inverted) {
        destinationText = text;
        notDestination = inverted;
    }

    void protocol(String text, boolean inverted) throws SyntaxException {
        protocolName = text.toLowerCase(Locale.ROOT);
        OptionalInt found = ProtocolNames.numberOf(protocolName);
        if (found.isEmpty()) {
            throw new SyntaxException("unknown protocol \"" + protocolName + "\" specified");
        }
        protocol = found.getAsInt();
        notProtocol = inverted;
        if (protocol == 0 && inverted) {
            throw new SyntaxException("rule would never match protocol");
        }
    }

    int protocol() {
        return protocol;
    }

    boolean protocolInverted() {
        return notProtocol;
    }

    void in(String name, boolean inverted) throws SyntaxException {
        checkInterface(name);
        in = name;
        notIn = inverted;
    }

    void out(String name, boolean inverted) throws SyntaxException {
        checkInterface(name);
        out = name;
        notOut = inverted;
    }

    static void requireName(String name) throws SyntaxException {
        if (name.isEmpty()) {
            throw new SyntaxException("Empty interface is likely to be undesired");
        }
    }

    private void checkInterface(String name) throws SyntaxException {
        if (name.length() > MAX_INTERFACE_NAME) {
            throw new SyntaxException(
                    "interface name `" + name + "' must be shorter than IFNAMSIZ (" + MAX_INTERFACE_NAME + ")");
        }
        if (name.contains("/") || name.contains(" ")) {
            err.print("Warning: weird character in interface `" + name + "' ('/' and ' ' are not allowed by the kernel).\n");
        }
    }

    void fragment(boolean inverted) {
        fragment = true;
        notFragment = inverted;
    }

    void match(String name) throws SyntaxException {
        MatchExtension extension = registry.match(name);
        if (extension == null) {
            throw new SyntaxException("Couldn't load match `" + name + "':No such file or directory\n");
        }
        load(extension);
    }

    /// Calls the match that bears the protocol's name, once, when an option came that nobody knew.
    boolean loadProtocol() {
        MatchExtension extension = protocolMatch();
        if (extension == null || protocolLoaded) {
            return false;
        }
        protocolLoaded = true;
        load(extension);
        return true;
    }

    void loadProtocolForHelp() {
        MatchExtension extension = protocolMatch();
        if (matches.isEmpty() && extension != null) {
            load(extension);
        }
    }

    private @Nullable MatchExtension protocolMatch() {
        if (protocolName == null) {
            return null;
        }
        MatchExtension byName = registry.match(protocolName);
        return byName != null ? byName : registry.match(ProtocolNames.nameOf(protocol));
    }

    private void load(MatchExtension extension) {
        var use = new Loaded<>(extension);
        loaded.addFirst(use);
        matches.add(new LoadedMatch(extension, use));
    }

    void jump(String name, boolean isGoto) throws SyntaxException {
        if (name.isEmpty()) {
            throw new SyntaxException("Invalid target name (too short)");
        }
        if (name.length() > MAX_TARGET_NAME) {
            throw new SyntaxException("Invalid target name `" + name + "' (" + MAX_TARGET_NAME + " chars max)");
        }
        if (name.chars().anyMatch(Character::isWhitespace)) {
            throw new SyntaxException("Invalid target name `" + name + "'");
        }
        jump = name;
        noReturn = isGoto;
        TargetExtension extension = isGoto ? null : registry.target(name);
        if (extension != null) {
            target = new LoadedTarget(extension, new Loaded<>(extension));
            loaded.addFirst(target.use());
        }
    }

    /// Help texts of what was called, in the order in which iptables prints them.
    List<String> loadedInHelpOrder() {
        var texts = new ArrayList<String>();
        if (target != null) {
            texts.add(target.extension().help());
        } else if (StandardVerdict.named(jump) != null) {
            texts.add("standard match options:\n(If target is DROP, ACCEPT, RETURN or nothing)\n");
        }
        matches.forEach(match -> texts.add(match.extension().help()));
        return texts;
    }

    void checkNewChain(String name) throws SyntaxException {
        if (name.startsWith("-") || name.startsWith("!")) {
            throw new SyntaxException("chain name not allowed to start with `" + name.charAt(0) + "'");
        }
        if (name.isEmpty() || StandardVerdict.named(name) != null || registry.target(name) != null) {
            throw new SyntaxException("chain name may not clash with target name");
        }
        if (name.chars().anyMatch(Character::isWhitespace)) {
            throw new SyntaxException("Invalid chain name `" + name + "'");
        }
    }

    void checkInhibited(String tableName, @Nullable String policy) throws SyntaxException {
        LiveTable table = registry.glance(tableName);
        if (table == null) {
            return;
        }
        String message = table.spec().inhibited().get(policy == null ? jump : policy);
        if (message != null) {
            throw new SyntaxException(message);
        }
    }

    void finishExtensions() throws SyntaxException {
        for (LoadedMatch match : matches) {
            matchUses.add(new MatchUse(match.extension(), match.use().finish()));
        }
        if (target != null) {
            targetRead = target.use().finish();
        }
    }

    Invocation.RuleWords finish() throws SyntaxException {
        List<AddressMask> sources = sourceText == null ? ANYWHERE : Addresses.parse(sourceText);
        List<AddressMask> destinations = destinationText == null ? ANYWHERE : Addresses.parse(destinationText);
        if ((sources.size() > 1 || destinations.size() > 1) && (notSource || notDestination)) {
            throw new SyntaxException("! not allowed with multiple source or destination IP addresses");
        }
        var selector = new Selector(
                AddressMask.ANY, notSource, AddressMask.ANY, notDestination, in, notIn, out, notOut, protocol, notProtocol,
                fragment, notFragment);
        return new Invocation.RuleWords(
                selector, sources, destinations, List.copyOf(matchUses), jump, noReturn,
                target == null ? null : target.extension(), targetRead);
    }
}
