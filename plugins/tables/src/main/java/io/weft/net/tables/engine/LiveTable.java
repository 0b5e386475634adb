package io.weft.net.tables.engine;

import io.weft.hook.Verdict;
import io.weft.net.packet.Packet;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.extension.RefusedException;
import java.util.List;

/// A table with packets going through it.
public final class LiveTable {

    private final TableRegistry registry;
    private final TableSpec spec;
    private final Attachments attachments = new Attachments();
    // read and written under the registry's lock
    private TableDraft committed;
    private int leases;
    // written on the loop thread
    private volatile Program program;
    // of the loop thread
    private boolean used;

    LiveTable(TableRegistry registry, TableSpec spec) {
        this.registry = registry;
        this.spec = spec;
        committed = TableDraft.empty(spec);
        try {
            program = Flattener.flatten(committed, new Agreements(), false);
            program.watch(registry.watches());
        } catch (RefusedException impossible) {
            throw new AssertionError("a table without rules is refused", impossible);
        }
    }

    public String name() {
        return spec.name();
    }

    /// On the loop thread.
    boolean isLoaded() {
        return used;
    }

    public TableSpec spec() {
        return spec;
    }

    /// @throws IllegalArgumentException when the table was registered without it
    BuiltInChain chain(String name) {
        List<String> names = spec.chains().stream().map(TableSpec.Chain::name).toList();
        int entry = names.indexOf(name);
        if (entry < 0) {
            throw new IllegalArgumentException("table " + spec.name() + " has no built-in chain " + name + ", only " + names);
        }
        return packet -> run(entry, packet);
    }

    private Verdict run(int entry, Packet packet) {
        return used ? program.run(entry, packet) : Verdict.ACCEPT;
    }

    /// From now on packets go through it and are counted. On the loop thread.
    void use() {
        used = true;
    }

    /// A draft of the table as it is, to be changed and committed. Under the registry's lock.
    public TableDraft draft() {
        return committed.carried();
    }

    /// What it has counted by now. From any thread.
    public CounterSnapshot counters() {
        return registry.onLoop(() -> new CounterSnapshot(program.counters().clone()));
    }

    /// Takes a draft's program over, with the counts that it carries on. On the loop thread.
    void swap(TableDraft draft, Program next) {
        var seen = new CounterSnapshot(program.counters());
        for (DraftChain chain : draft.chains()) {
            for (int i = 0; i < chain.rules().size(); i++) {
                carry(chain.rules().get(i).count(), seen, next, chain.tail() - chain.rules().size() + i);
            }
            carry(chain.policyCount(), seen, next, chain.tail());
        }
        next.watch(registry.watches());
        attachments.change(draft);
        program = next;
    }

    /// Lets go of what its rules share with others. On the loop thread.
    void detachAll() {
        attachments.detachAll();
    }

    private static void carry(Count count, CounterSnapshot seen, Program next, int row) {
        next.counters()[2 * row] = count.packets(seen);
        next.counters()[2 * row + 1] = count.bytes(seen);
    }

    TableDraft committed() {
        return committed;
    }

    void committed(TableDraft draft) {
        committed = draft;
    }

    /// Under the registry's lock.
    void leased() {
        leases++;
    }

    void close() {
        registry.lock().lock();
        try {
            if (--leases == 0) {
                registry.remove(this);
            }
        } finally {
            registry.lock().unlock();
        }
    }
}
