package io.weft.net.tables.extension;

import java.util.Set;

/// Where rules may use an extension.
///
/// @param tables names of tables; empty for any
/// @param hooks names of hook points from which the rule may be reached; empty for any
/// @param protocol the rule must ask for it by `-p`; 0 for any
public record Limits(Set<String> tables, Set<String> hooks, int protocol) {

    public static final Limits ANYWHERE = new Limits(Set.of(), Set.of(), 0);

    public static Limits protocol(int protocol) {
        return new Limits(Set.of(), Set.of(), protocol);
    }

    /// @throws RefusedException in the words of the kernel's log when `site` is outside
    public void check(String extension, RuleSite site) throws RefusedException {
        if (!tables.isEmpty() && !tables.contains(site.table())) {
            throw RefusedException.invalid(extension + ": only valid in " + tables + " table, not " + site.table());
        }
        if (!hooks.isEmpty() && !hooks.containsAll(site.hooks())) {
            throw RefusedException.invalid(extension + ": used from hooks " + site.hooks() + ", but only valid from " + hooks);
        }
        if (protocol != 0 && !site.isOnly(protocol)) {
            throw RefusedException.invalid(extension + ": only valid for protocol " + protocol);
        }
    }
}
