package io.weft.net.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a table is before it has rules.
///
/// @param name the word behind `-t`
/// @param chains its built-in chains in the order in which they are listed
/// @param owner the id of the plugin that has it, which may register it again while another life of the plugin goes; empty to register it once
/// @param inhibited targets that the table refuses although the engine knows them, each with what is said about it
public record TableSpec(String name, String owner, List<Chain> chains, Map<String, String> inhibited) {

    /// A built-in chain.
    ///
    /// @param hook the hook point at which the table's plugin runs it
    public record Chain(String name, String hook) { }

    public TableSpec {
        chains = List.copyOf(chains);
        inhibited = Map.copyOf(inhibited);
    }

    /// Whether both are of the same plugin, and say of which.
    public boolean isOfSameOwner(TableSpec other) {
        return !owner.isEmpty() && owner.equals(other.owner);
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /// Collects what a table has.
    public static final class Builder {

        private final String name;
        private final List<Chain> chains = new ArrayList<>();
        private final Map<String, String> inhibited = new HashMap<>();
        private String owner = "";

        private Builder(String name) {
            this.name = name;
        }

        public Builder chain(String chain, String hook) {
            chains.add(new Chain(chain, hook));
            return this;
        }

        /// Says which plugin has it, by its id: another life of the plugin takes the table over then, with its rules.
        public Builder owner(String plugin) {
            owner = plugin;
            return this;
        }

        /// Refuses a target, as `nat` does with DROP.
        public Builder inhibit(String target, String message) {
            inhibited.put(target, message);
            return this;
        }

        public TableSpec build() {
            return new TableSpec(name, owner, chains, inhibited);
        }
    }
}
