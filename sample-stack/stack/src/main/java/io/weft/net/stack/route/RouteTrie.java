package io.weft.net.stack.route;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.Route;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Routes by prefix, found by the longest one that holds an address. Belongs to the loop thread.
///
/// A look-up is one to three reads of {@link RouteCells}, whatever the number of routes, and allocates nothing. What prefixes there are is
/// kept beside it in a map, for changes and listings.
public final class RouteTrie {

    /// A route and what leads to it.
    public record Entry(Ipv4Prefix prefix, Route route) { }

    private static final Comparator<Ipv4Prefix> BY_ADDRESS = Comparator
            .<Ipv4Prefix>comparingInt(prefix -> prefix.address() ^ Integer.MIN_VALUE)
            .thenComparingInt(Ipv4Prefix::length);

    private final RouteCells cells = new RouteCells();
    private final Map<Ipv4Prefix, Integer> slots = new HashMap<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    /// By slot; the first stands for no route.
    private @Nullable Route[] routes = new Route[16];
    private int usedSlots = 1;

    public int size() {
        return slots.size();
    }

    /// The route of the longest prefix that holds `address`, or null.
    public @Nullable Route lookup(int address) {
        return routes[cells.slotAt(address)];
    }

    /// Puts a route at `prefix` and answers the one it replaces, or null.
    public @Nullable Route put(Ipv4Prefix prefix, Route route) {
        @Nullable Integer there = slots.get(prefix);
        if (there != null) {
            @Nullable Route before = routes[there];
            routes[there] = route;
            return before;
        }
        int slot = takeSlot();
        routes[slot] = route;
        slots.put(prefix, slot);
        cells.add(prefix, slot);
        return null;
    }

    /// The route at exactly this prefix, or null.
    public @Nullable Route get(Ipv4Prefix prefix) {
        @Nullable Integer slot = slots.get(prefix);
        return slot == null ? null : routes[slot];
    }

    /// Takes the route at exactly this prefix away and answers it, or null when there is none.
    public @Nullable Route remove(Ipv4Prefix prefix) {
        @Nullable Integer slot = slots.remove(prefix);
        if (slot == null) {
            return null;
        }
        uncover(prefix);
        @Nullable Route removed = routes[slot];
        routes[slot] = null;
        freeSlots.push(slot);
        return removed;
    }

    /// All routes, by address and then from short prefixes to long ones.
    public List<Entry> entries() {
        return slots.keySet().stream().sorted(BY_ADDRESS).map(this::entry).toList();
    }

    private Entry entry(Ipv4Prefix prefix) {
        @Nullable Route route = get(prefix);
        if (route == null) {
            throw new IllegalStateException(prefix + " has a slot and no route");
        }
        return new Entry(prefix, route);
    }

    /// Lets the next shorter prefix that holds this one show.
    private void uncover(Ipv4Prefix prefix) {
        for (int length = prefix.length() - 1; length >= 0; length--) {
            @Nullable Integer slot = slots.get(new Ipv4Prefix(prefix.address() & Ipv4.mask(length), length));
            if (slot != null) {
                cells.remove(prefix, slot, length);
                return;
            }
        }
        cells.remove(prefix, 0, 0);
    }

    private int takeSlot() {
        @Nullable Integer free = freeSlots.poll();
        if (free != null) {
            return free;
        }
        if (usedSlots == routes.length) {
            routes = Arrays.copyOf(routes, 2 * usedSlots);
        }
        return usedSlots++;
    }
}
