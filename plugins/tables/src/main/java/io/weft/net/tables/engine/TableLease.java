package io.weft.net.tables.engine;

import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.RuleTable;

/// A table as one life of its plugin has it. While a plugin is reloaded two lives have the same table.
final class TableLease implements RuleTable {

    private final LiveTable table;
    private boolean closed;

    /// Under the registry's lock.
    TableLease(LiveTable table) {
        this.table = table;
        table.leased();
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public boolean isLoaded() {
        return table.isLoaded();
    }

    @Override
    public BuiltInChain chain(String name) {
        return table.chain(name);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            table.close();
        }
    }
}
