package io.weft.hook;

import java.util.ArrayList;
import java.util.List;

/// Whom a handler stands before and behind, among the handlers of its point with the same priority.
///
/// A handler is named as `plugin.handler`, all of a plugin's handlers as `plugin`. A name that nobody bears is ignored: the
/// plugin may not be there. Priorities come first: a name whose bearer has another priority changes nothing.
///
/// @param before who sees the subject later
/// @param after who has seen the subject already
public record HandlerOrder(List<String> before, List<String> after) {

    /// No wish: owner and name decide.
    public static final HandlerOrder ANY = new HandlerOrder(List.of(), List.of());

    public HandlerOrder {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /// The same, and before these.
    public HandlerOrder before(String... names) {
        return new HandlerOrder(joined(before, names), after);
    }

    /// The same, and behind these.
    public HandlerOrder after(String... names) {
        return new HandlerOrder(before, joined(after, names));
    }

    private static List<String> joined(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
