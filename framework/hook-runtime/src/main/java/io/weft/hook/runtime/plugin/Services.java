package io.weft.hook.runtime.plugin;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// What the host and its plugins offer to each other, in the order in which it was offered.
final class Services {

    private record Offer(String owner, Class<?> type, Object service) { }

    private final List<Offer> offers = new CopyOnWriteArrayList<>();

    <T> void offer(String owner, Class<T> type, T service) {
        offers.add(new Offer(owner, type, type.cast(service)));
    }

    void withdraw(String owner) {
        offers.removeIf(offer -> offer.owner.equals(owner));
    }

    <T> List<T> all(Class<T> type) {
        return matching(type, owner -> true);
    }

    /// @param owners whose services count
    <T> List<T> of(Set<String> owners, Class<T> type) {
        return matching(type, owners::contains);
    }

    private <T> List<T> matching(Class<T> type, Predicate<String> owner) {
        return offers.stream()
                .filter(offer -> offer.type == type && owner.test(offer.owner))
                .map(offer -> type.cast(offer.service))
                .toList();
    }
}
