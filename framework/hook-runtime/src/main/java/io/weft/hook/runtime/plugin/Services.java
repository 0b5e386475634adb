package io.weft.hook.runtime.plugin;

import io.weft.hook.runtime.HookTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What the host and its plugins offer to each other, in the order in which it was offered.
final class Services {

    /// The owner of what the host offers.
    static final Object HOST = HookTables.HOST;

    private record Offer(Object owner, Class<?> type, Object service) { }

    /// @param arriving owners that the host does not see yet
    private record State(List<Offer> offers, Set<Object> arriving) { }

    private volatile State state = new State(List.of(), Set.of());

    /// Owners whose offers only those see that ask for them by {@link #of}, until {@link #exchange}.
    synchronized void arrive(Object owner) {
        Set<Object> arriving = new HashSet<>(state.arriving);
        arriving.add(owner);
        state = new State(state.offers, Set.copyOf(arriving));
    }

    synchronized <T> void offer(Object owner, Class<T> type, T service) {
        List<Offer> offers = new ArrayList<>(state.offers);
        offers.add(new Offer(owner, type, type.cast(service)));
        state = new State(List.copyOf(offers), state.arriving);
    }

    /// Lets the offers of some owners take the place of those of others, in one step.
    synchronized void exchange(Collection<?> leaving, Collection<?> coming) {
        Set<Object> arriving = new HashSet<>(state.arriving);
        arriving.removeAll(leaving);
        arriving.removeAll(coming);
        state = new State(state.offers.stream().filter(offer -> !leaving.contains(offer.owner)).toList(), Set.copyOf(arriving));
    }

    <T> List<T> all(Class<T> type) {
        State now = state;
        return matching(now, type, owner -> !now.arriving.contains(owner));
    }

    /// @param owners whose services count
    <T> List<T> of(Set<Object> owners, Class<T> type) {
        return matching(state, type, owners::contains);
    }

    private static <T> List<T> matching(State state, Class<T> type, Predicate<Object> owner) {
        return state.offers.stream()
                .filter(offer -> offer.type == type && owner.test(offer.owner))
                .map(offer -> type.cast(offer.service))
                .toList();
    }
}
