package io.weft.net.tables.engine;

import io.weft.net.tables.TableSpec;
import io.weft.net.tables.rule.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A table's chains on the way to be changed. Nothing of it counts before it is committed. Belongs to one thread.
public final class TableDraft {

    private final TableSpec spec;
    private final Map<String, DraftChain> builtIn;
    // in the order of their names, as iptables-legacy keeps them
    private final TreeMap<String, DraftChain> user;

    private TableDraft(TableSpec spec, Map<String, DraftChain> builtIn, TreeMap<String, DraftChain> user) {
        this.spec = spec;
        this.builtIn = builtIn;
        this.user = user;
    }

    static TableDraft empty(TableSpec spec) {
        var chains = new LinkedHashMap<String, DraftChain>();
        spec.chains().forEach(chain -> chains.put(chain.name(), DraftChain.builtIn(chain.name(), chain.hook())));
        return new TableDraft(spec, chains, new TreeMap<>());
    }

    /// A draft that changes nothing, of a draft that was committed.
    TableDraft carried() {
        var copy = new TableDraft(spec, new LinkedHashMap<>(), new TreeMap<>());
        builtIn.forEach((name, chain) -> copy.builtIn.put(name, chain.carried()));
        user.forEach((name, chain) -> copy.user.put(name, chain.carried()));
        return copy;
    }

    public TableSpec spec() {
        return spec;
    }

    /// All chains: the built-in ones, then the others by name.
    public List<DraftChain> chains() {
        var all = new ArrayList<>(builtIn.values());
        all.addAll(user.values());
        return all;
    }

    public @Nullable DraftChain chain(String name) {
        DraftChain chain = builtIn.get(name);
        return chain != null ? chain : user.get(name);
    }

    /// @throws IllegalStateException when there is one of that name
    public void addChain(String name) {
        requireNone(name);
        user.put(name, DraftChain.user(name));
    }

    public void removeChain(String name) {
        user.remove(name);
    }

    /// Gives a user chain another name, and rules that jump to it too.
    ///
    /// @throws IllegalStateException when the new name is taken
    public void renameChain(String from, String to) {
        requireNone(to);
        DraftChain chain = user.remove(from);
        if (chain == null) {
            throw new IllegalStateException("no user chain " + from);
        }
        user.put(to, chain.named(to));
        chains().forEach(any -> any.rules().replaceAll(
                rule -> rule.rule().action() instanceof Action.Jump jump && jump.chain().equals(from) ? rule.jumpingTo(to) : rule));
    }

    /// How many rules jump to each chain that any rule jumps to.
    public Map<String, Integer> references() {
        var counts = new HashMap<String, Integer>();
        for (DraftChain chain : chains()) {
            for (DraftRule rule : chain.rules()) {
                if (rule.rule().action() instanceof Action.Jump jump) {
                    counts.merge(jump.chain(), 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    private void requireNone(String name) {
        if (chain(name) != null) {
            throw new IllegalStateException("there is a chain " + name);
        }
    }
}
