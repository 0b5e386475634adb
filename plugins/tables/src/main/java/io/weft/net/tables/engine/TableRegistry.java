package io.weft.net.tables.engine;

import io.weft.net.Stack;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.RuleWatch;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.extension.Extension;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    /// Other lives of extensions, which take over when those have gone.
    private final List<Extension<?>> heirs = new ArrayList<>();
    private final RuleWatches watches = new RuleWatches();
    private @Nullable RuleReading reading;

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

    /// Says who reads rules once more whose extension gives way to another life of it; without, rules leave with their extension.
    public void reading(RuleReading rules) {
        reading = rules;
    }

    public ReentrantLock lock() {
        return lock;
    }

    @Override
    public RuleTable register(TableSpec spec) {
        lock.lock();
        try {
            LiveTable table = tables.get(spec.name());
            if (table == null) {
                table = new LiveTable(this, spec);
                tables.put(spec.name(), table);
            } else if (!spec.isOfSameOwner(table.spec())) {
                throw new IllegalStateException("there is a table " + spec.name());
            } else if (!spec.equals(table.spec())) {
                throw new IllegalStateException("the table " + spec.name() + " that is there has other chains");
            }
            return new TableLease(table);
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
            Extension<?> there = known(extension);
            if (there == null) {
                know(extension);
            } else if (isSameOfAnotherLife(there, extension) && reading != null) {
                requireRulesToGoOn(there, extension);
                heirs.add(extension);
            } else {
                throw new IllegalStateException("there is an extension " + extension.name());
            }
        } finally {
            lock.unlock();
        }
        return () -> withdraw(extension);
    }

    /// Of one class by its name, which two class loaders have: of two lives of one plugin.
    private static boolean isSameOfAnotherLife(Extension<?> one, Extension<?> other) {
        return one.name().equals(other.name()) && one.getClass() != other.getClass()
                && one.getClass().getName().equals(other.getClass().getName());
    }

    private @Nullable Extension<?> known(Extension<?> like) {
        return switch (like) {
            case MatchExtension match -> matches.get(match.name());
            case TargetExtension target -> targets.get(target.name());
        };
    }

    private void know(Extension<?> extension) {
        switch (extension) {
            case MatchExtension match -> matches.put(match.name(), match);
            case TargetExtension target -> targets.put(target.name(), target);
        }
    }

    private void forget(Extension<?> extension) {
        switch (extension) {
            case MatchExtension match -> matches.remove(match.name());
            case TargetExtension target -> targets.remove(target.name());
        }
    }

    /// @throws IllegalStateException when there is a rule that another life of its extension does not understand
    private void requireRulesToGoOn(Extension<?> there, Extension<?> coming) {
        know(coming);
        try {
            for (LiveTable table : tables.values()) {
                for (DraftChain chain : table.committed().chains()) {
                    for (DraftRule rule : chain.rules()) {
                        if (uses(rule.rule(), there)) {
                            readAgain(table.name(), chain.name(), rule.rule(), there);
                        }
                    }
                }
            }
        } catch (SyntaxException wrong) {
            throw new IllegalStateException("rules use extension " + there.name() + " in a way that it does not understand: "
                    + wrong.getMessage());
        } finally {
            know(there);
        }
    }

    /// The rule with those parts made anew that are of an extension which is known anew.
    private Rule readAgain(String table, String chain, Rule rule, Extension<?> leaving) throws SyntaxException {
        Rule read;
        try {
            read = Objects.requireNonNull(reading).readAgain(table, chain, rule);
        } catch (SyntaxException wrong) {
            throw new SyntaxException("table " + table + ", chain " + chain + ", " + leaving.name() + " '"
                    + words(rule, leaving) + "': " + wrong.getMessage());
        }
        var uses = new ArrayList<MatchUse>();
        for (int i = 0; i < rule.matches().size(); i++) {
            MatchUse use = rule.matches().get(i);
            uses.add(use.extension() == leaving ? read.matches().get(i) : use);
        }
        Action action = rule.action() instanceof Action.Use use && use.extension() == leaving ? read.action() : rule.action();
        return new Rule(rule.selector(), uses, action);
    }

    private static String words(Rule rule, Extension<?> leaving) {
        return rule.action() instanceof Action.Use use && use.extension() == leaving ? use.target().save()
                : rule.matches().stream().filter(use -> use.extension() == leaving).map(use -> use.match().save()).findFirst().orElse("");
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
            if (heirs.removeIf(heir -> heir == extension) || known(extension) != extension) {
                return;
            }
            forget(extension);
            Extension<?> heir = heirs.stream().filter(each -> isSameOfAnotherLife(extension, each)).findFirst().orElse(null);
            if (heir != null) {
                heirs.remove(heir);
                know(heir);
                handOver(extension);
            }
            removeRulesOf(extension);
        } finally {
            lock.unlock();
        }
    }

    /// Lets the rules of an extension go on with its heir, all between the same two packets. Those that it does not understand stay as they
    /// are.
    private void handOver(Extension<?> leaving) {
        var programs = new LinkedHashMap<TableDraft, Program>();
        for (LiveTable table : tables.values()) {
            TableDraft draft = table.draft();
            boolean changed = false;
            for (DraftChain chain : draft.chains()) {
                List<DraftRule> rules = chain.rules();
                for (int i = 0; i < rules.size(); i++) {
                    if (uses(rules.get(i).rule(), leaving)) {
                        try {
                            rules.set(i, rules.get(i).renewed(readAgain(table.name(), chain.name(), rules.get(i).rule(), leaving)));
                            changed = true;
                        } catch (SyntaxException wrong) {
                            LOG.warn("a rule cannot go on with another life of extension {}: {}", leaving.name(), wrong.getMessage());
                        }
                    }
                }
            }
            if (changed) {
                programs.put(draft, rest(draft));
            }
        }
        put(programs);
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
        return rule.matches().stream().anyMatch(use -> use.extension() == extension)
                || (rule.action() instanceof Action.Use use && use.extension() == extension);
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
                throw logged(refused, draft);
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
        try {
            Flattener.check(draft, agreedBefore(before));
        } catch (RefusedException refused) {
            throw logged(refused, draft);
        }
    }

    /// The tool says no more than that the kernel refused; the kernel's log says why.
    private static RefusedException logged(RefusedException refused, TableDraft draft) {
        LOG.info("table {}: {}", draft.spec().name(), refused.getMessage());
        return refused;
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
