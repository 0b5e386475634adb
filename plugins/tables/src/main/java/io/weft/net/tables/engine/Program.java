package io.weft.net.tables.engine;

import io.weft.hook.Verdict;
import io.weft.net.packet.Packet;
import io.weft.net.tables.engine.classify.Classifier;
import io.weft.net.tables.engine.classify.Location;
import io.weft.net.tables.RuleStep;
import io.weft.net.tables.RuleWatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.rule.Selector;
import org.jspecify.annotations.Nullable;

/// A table's rules in the form in which packets run through them: one row of numbers a rule, chain behind chain. It is the plain
/// interpreter, the kernel's `ipt_do_table`, rule by rule; with a {@link Classifier} beside it, it passes over the rows that a packet
/// cannot match. Packets that are watched see every row.
///
///     row   source mask destination mask in-pattern out-pattern protocol|flags action
///
/// The last row of each chain is its policy, or a return. Everything but the counters is fixed. Belongs to the loop thread.
final class Program {

    static final int WIDTH = 8;
    static final int SOURCE = 0;
    static final int SOURCE_MASK = 1;
    static final int DESTINATION = 2;
    static final int DESTINATION_MASK = 3;
    static final int IN = 4;
    static final int OUT = 5;
    static final int ASKS = 6;
    static final int ACTION = 7;

    /// In the word ASKS, above the protocol's eight bits.
    static final int NOT_SOURCE = 1 << 8;
    static final int NOT_DESTINATION = 1 << 9;
    static final int NOT_IN = 1 << 10;
    static final int NOT_OUT = 1 << 11;
    static final int NOT_PROTOCOL = 1 << 12;
    static final int FRAGMENT = 1 << 13;
    static final int NOT_FRAGMENT = 1 << 14;
    static final int NO_RETURN = 1 << 15;

    /// In the word ACTION: a row to jump to, or one of these.
    static final int COUNT = -1;
    static final int ACCEPT = -2;
    static final int DROP = -3;
    static final int RETURN = -4;
    static final int STOLEN = -5;
    static final int USE = -6;
    static final int QUEUE = -7;
    // by minus their number, less one
    private static final String[] DECISIONS = {"CONTINUE", "ACCEPT", "DROP", "RETURN", "STOLEN", "USE", "QUEUE"};

    /// Any interface, in the words IN and OUT.
    static final int ANY = -1;

    // a target may send packets of this host, which come to the same table while their cause is still in it
    private static final int MOST_NESTED = 8;
    private static final Verdict TOO_NESTED = Verdict.drop("packets sent by targets nest too deep");

    private final int[] words;
    private final PacketMatch @Nullable [][] matches;
    private final @Nullable PacketTarget[] targets;
    private final Verdict[] drops;
    private final Entry[] entries;
    private final InterfaceRows interfaces;
    private final @Nullable Classifier classifier;
    private final RunState[] states = new RunState[MOST_NESTED];
    private final long[] counters;
    private final RuleIndex index;
    private @Nullable RuleWatch watch;
    private int nested;

    /// Where packets enter.
    ///
    /// @param first the row to begin with
    /// @param policy the row of the policy
    record Entry(String hook, int first, int policy, Verdict malformed) { }

    /// @param classifier passes over rows that cannot match; null to ask every row
    Program(String table, Rows rows, InterfaceRows interfaces, int deepest, @Nullable Classifier classifier) {
        words = rows.words();
        matches = rows.matches();
        targets = rows.targets();
        drops = rows.drops();
        entries = rows.entries();
        counters = rows.counters();
        index = rows.index();
        this.interfaces = interfaces;
        this.classifier = classifier;
        for (int i = 0; i < states.length; i++) {
            states[i] = new RunState(table, deepest, classifier == null ? Location.nowhere() : classifier.newLocation());
        }
    }

    /// What the flattening of a table yields.
    record Rows(
            int[] words, PacketMatch @Nullable [][] matches, @Nullable PacketTarget[] targets, Verdict[] drops, Entry[] entries,
            long[] counters, RuleIndex index) { }

    long[] counters() {
        return counters;
    }

    /// Says who is told of the way of packets that are watched.
    void watch(RuleWatch newWatch) {
        watch = newWatch;
    }

    /// @param entry which of the built-in chains
    Verdict run(int entry, Packet packet) {
        if (nested == MOST_NESTED) {
            return TOO_NESTED;
        }
        RunState state = states[nested++];
        state.watch = packet.watched() ? watch : null;
        // a packet that is only explained counts nowhere
        long[] before = packet.trail() == null ? null : counters.clone();
        try {
            return walk(entries[entry], packet, state);
        } finally {
            nested--;
            if (before != null) {
                System.arraycopy(before, 0, counters, 0, before.length);
            }
        }
    }

    private Verdict walk(Entry entry, Packet packet, RunState state) {
        packet.markTransportHeader(packet.ip().headerLength());
        state.hook = entry.hook();
        state.hotDropped = false;
        state.read(packet, interfaces);
        int depth = 0;
        int at = entry.first();
        while (true) {
            if (classifier != null && !packet.watched()) {
                at = classifier.next(at, packet, state.location);
            }
            if (!selects(at * WIDTH, state) || !matches(at, packet, state)) {
                if (state.watch != null) {
                    RuleStep step = index.step(at, state.hook);
                    state.watch.missed(packet, step, Misses.name(step, state, packet));
                }
                if (state.hotDropped) {
                    return entry.malformed();
                }
                at++;
                continue;
            }
            counters[2 * at]++;
            counters[2 * at + 1] += state.length;
            if (state.watch != null) {
                state.watch.matched(packet, index.step(at, state.hook));
            }
            int action = words[at * WIDTH + ACTION];
            if (action >= 0) {
                if ((words[at * WIDTH + ASKS] & NO_RETURN) == 0) {
                    state.returns[depth++] = at + 1;
                }
                at = action;
                continue;
            }
            if (action == USE) {
                action = use(at, packet, state);
                if (state.watch != null) {
                    state.watch.decided(packet, index.step(at, state.hook), DECISIONS[-action - 1]);
                }
            }
            switch (action) {
                case COUNT -> at++;
                case ACCEPT -> {
                    return Verdict.ACCEPT;
                }
                case DROP -> {
                    return drops[at];
                }
                case RETURN -> at = depth == 0 ? entry.policy() : state.returns[--depth];
                case STOLEN -> {
                    return Verdict.STOLEN;
                }
                case QUEUE -> {
                    return state.queue;
                }
                default -> throw new IllegalStateException("no action " + action);
            }
        }
    }

    /// The rule's {@link Selector}.
    private boolean selects(int row, RunState state) {
        int asks = words[row + ASKS];
        if (((state.source & words[row + SOURCE_MASK]) == words[row + SOURCE]) == ((asks & NOT_SOURCE) != 0)
                || ((state.destination & words[row + DESTINATION_MASK]) == words[row + DESTINATION])
                        == ((asks & NOT_DESTINATION) != 0)) {
            return false;
        }
        int protocol = asks & 0xFF;
        if (protocol != 0 && (state.protocol == protocol) == ((asks & NOT_PROTOCOL) != 0)) {
            return false;
        }
        int in = words[row + IN];
        if (in != ANY && InterfaceRows.fits(state.in, in) == ((asks & NOT_IN) != 0)) {
            return false;
        }
        int out = words[row + OUT];
        if (out != ANY && InterfaceRows.fits(state.out, out) == ((asks & NOT_OUT) != 0)) {
            return false;
        }
        return (asks & FRAGMENT) == 0 || (state.fragmentOffset != 0) != ((asks & NOT_FRAGMENT) != 0);
    }

    private boolean matches(int at, Packet packet, RunState state) {
        PacketMatch[] all = matches[at];
        if (all != null) {
            for (int i = 0; i < all.length; i++) {
                if (!all[i].matches(packet, state)) {
                    state.missedMatch = i;
                    return false;
                }
            }
        }
        return true;
    }

    private int use(int at, Packet packet, RunState state) {
        PacketTarget target = targets[at];
        if (target == null) {
            throw new IllegalStateException("row " + at + " has no target");
        }
        int action = switch (target.apply(packet, state)) {
            case CONTINUE -> COUNT;
            case ACCEPT -> ACCEPT;
            case DROP -> DROP;
            case RETURN -> RETURN;
            case STOLEN -> STOLEN;
            case QUEUE -> QUEUE;
        };
        if (action == STOLEN) {
            return STOLEN;
        }
        if (state.hotDropped) {
            return DROP;
        }
        if (action == COUNT || action == RETURN) {
            state.read(packet, interfaces);
            state.watch = packet.watched() ? watch : null;
        }
        return action;
    }
}
