package io.weft.net.tables.engine;

import io.weft.net.Stack;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.RuleWatch;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.extension.Extension;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.TargetExtension;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// All tables of a stack, and the extensions that their rules may use.
///
/// Whoever changes tables holds {@link #lock} from the first draft to the commit; packets never wait for it.
public final class TableRegistry implements RuleTables {

    private static final Logger LOG = LoggerFactory.getLogger(TableRegistry.class);

    private final Stack stack;
    private final boolean compiled;
    private final BooleanSupplier closing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LiveTable> tables = new LinkedHashMap<>();
    // the last one first
    private final List<LiveTable> used = new LinkedList<>();
    private final Map<String, MatchExtension> matches = new HashMap<>();
    private final Map<String, TargetExtension> targets = new HashMap<>();
    private final RuleWatches watches = new RuleWatches();

    public TableRegistry(Stack stack) {
        this(stack, true);
    }

    /// For a host that closes without saying so.
    public TableRegistry(Stack stack, boolean compiled) {
        this(stack, compiled, () -> false);
    }

    /// @param compiled packets pass over rules that they cannot match; without it they are asked by every rule, with the same outcome
    /// @param closing whether the whole host closes, so that rules that go with their extension are no news
    public TableRegistry(Stack stack, boolean compiled, BooleanSupplier closing) {
        this.stack = stack;
        this.compiled = compiled;
        this.closing = closing;
    }

    public ReentrantLock lock() {
        return lock;
    }

    @Override
    public RuleTable register(TableSpec spec) {
        lock.lock();
        try {
            if (tables.containsKey(spec.name())) {
                throw new IllegalStateException("there is a table " + spec.name());
            }
            var table = new LiveTable(this, spec);
            tables.put(spec.name(), table);
            return table;
        } finally {
            lock.unlock();
        }
    }

    void remove(LiveTable table) {
        lock.lock();
        try {
            if (tables.remove(table.name(), table)) {
                used.remove(table);
                onLoop(() -> {
                    table.detachAll();
                    return table;
                });
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Lease add(Extension<?> extension) {
        lock.lock();
        try {
            boolean taken = switch (extension) {
                case MatchExtension match -> matches.putIfAbsent(match.name(), match) != null;
                case TargetExtension target -> targets.putIfAbsent(target.name(), target) != null;
            };
            if (taken) {
                throw new IllegalStateException("there is an extension " + extension.name());
            }
        } finally {
            lock.unlock();
        }
        return () -> withdraw(extension);
    }

    @Override
    public Lease watch(RuleWatch watch) {
        watches.add(watch);
        return () -> watches.remove(watch);
    }

    /// Tells `watch` of the rules that all packets come to that are {@link io.weft.net.packet.Packet#watched}, for as long as this lasts.
    public void watchAll(RuleWatch watch) {
        watches.addOfAll(watch);
    }

    /// Those who are told of the way of packets that are watched.
    RuleWatch watches() {
        return watches;
    }

    private void withdraw(Extension<?> extension) {
        lock.lock();
        try {
            boolean known = switch (extension) {
                case MatchExtension match -> matches.remove(match.name(), match);
                case TargetExtension target -> targets.remove(target.name(), target);
            };
            if (known) {
                removeRulesOf(extension);
            }
        } finally {
            lock.unlock();
        }
    }

    private void removeRulesOf(Extension<?> extension) {
        var programs = new LinkedHashMap<TableDraft, Program>();
        for (LiveTable table : tables.values()) {
            TableDraft draft = table.draft();
            int removed = 0;
            for (DraftChain chain : draft.chains()) {
                int before = chain.rules().size();
                chain.rules().removeIf(rule -> uses(rule.rule(), extension));
                removed += before - chain.rules().size();
            }
            if (removed > 0) {
                LOG.atLevel(closing.getAsBoolean() ? Level.DEBUG : Level.WARN)
                        .log("{} rules of table {} went with their extension {}", removed, table.name(), extension.name());
                programs.put(draft, rest(draft));
            }
        }
        put(programs);
    }

    private Program rest(TableDraft draft) {
        try {
            return Flattener.flattenRest(draft, compiled);
        } catch (RefusedException impossible) {
            throw new AssertionError("fewer rules jump in a circle", impossible);
        }
    }

    private static boolean uses(Rule rule, Extension<?> extension) {
        return rule.matches().stream().map(MatchUse::extension).anyMatch(extension::equals)
                || (rule.action() instanceof Action.Use use && use.extension().equals(extension));
    }

    /// The match of that name, or null. Under the lock.
    public @Nullable MatchExtension match(String name) {
        return matches.get(name);
    }

    /// The target of that name, or null. Under the lock.
    public @Nullable TargetExtension target(String name) {
        return targets.get(name);
    }

    /// The table of that name, or null. Under the lock.
    ///
    /// Whoever asks for a table has use for it: as in the kernel it comes into being now, and no packet pays for one that nobody named.
    public @Nullable LiveTable table(String name) {
        LiveTable table = glance(name);
        if (table != null) {
            use(table);
        }
        return table;
    }

    /// The table of that name, or null, without bringing it into being. Under the lock.
    public @Nullable LiveTable glance(String name) {
        return tables.get(name);
    }

    private void use(LiveTable table) {
        if (!used.contains(table)) {
            used.addFirst(table);
            onLoop(() -> {
                table.use();
                return table;
            });
        }
    }

    /// The tables that were of use so far, in the order of `/proc/net/ip_tables_names`: the last one first. Under the lock.
    public List<LiveTable> tables() {
        return List.copyOf(used);
    }

    /// Puts drafts in the place of their tables, all at the same moment between two packets. Under the lock.
    ///
    /// @throws RefusedException when one of them is no table that may be; then nothing has changed
    public void commit(List<TableDraft> drafts) throws RefusedException {
        var programs = new LinkedHashMap<TableDraft, Program>();
        for (int i = 0; i < drafts.size(); i++) {
            TableDraft draft = drafts.get(i);
            try {
                programs.put(draft, Flattener.flatten(draft, agreedBefore(drafts.subList(0, i)), compiled));
            } catch (RefusedException refused) {
                LOG.info("table {}: {}", draft.spec().name(), refused.getMessage());
                throw refused;
            }
        }
        put(programs);
    }

    private void put(Map<TableDraft, Program> programs) {
        if (programs.isEmpty()) {
            return;
        }
        onLoop(() -> {
            programs.forEach((draft, program) -> live(draft).swap(draft, program));
            return programs.size();
        });
        programs.keySet().forEach(draft -> use(live(draft)));
        programs.keySet().forEach(draft -> live(draft).committed(draft));
    }

    /// Says beforehand whether {@link #commit} would take a draft. Under the lock.
    ///
    /// @param before those that are to be committed with it, and before it
    /// @throws RefusedException when it would not
    public void check(TableDraft draft, List<TableDraft> before) throws RefusedException {
        Flattener.check(draft, agreedBefore(before));
    }

    /// What rules share that are there when a draft comes into force, those that it takes the place of included.
    private Agreements agreedBefore(List<TableDraft> committed) {
        var agreed = new Agreements();
        var names = new HashSet<String>();
        for (TableDraft draft : committed) {
            agreed.add(draft);
            names.add(draft.spec().name());
        }
        for (LiveTable table : tables.values()) {
            if (!names.contains(table.name())) {
                agreed.add(table.committed());
            }
        }
        return agreed;
    }

    private LiveTable live(TableDraft draft) {
        LiveTable table = tables.get(draft.spec().name());
        if (table == null) {
            throw new IllegalStateException("table " + draft.spec().name() + " is gone");
        }
        return table;
    }

    <T> T onLoop(Callable<T> task) {
        try {
            return stack.onLoop(task);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the stack could not be asked", e);
        }
    }
}
