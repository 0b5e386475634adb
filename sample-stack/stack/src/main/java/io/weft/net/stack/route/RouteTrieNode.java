package io.weft.net.stack.route;

import io.weft.net.route.Route;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Six bits of the address space of a {@link RouteTrie}.
///
/// A prefix of `n` of these bits has the position `1 << n | bits`, 1 for the empty one up to 63: the position of a heap, in which longer
/// prefixes come later. Routes and children lie close together in arrays; how many there are before one is a count of bits.
final class RouteTrieNode {

    static final int STRIDE = 6;
    static final int FANOUT = 1 << STRIDE;

    /// For each value of the six bits the positions of the prefixes that hold it.
    private static final long[] HOLDING = holding();
    private static final Route[] NO_ROUTES = new Route[0];
    private static final RouteTrieNode[] NO_CHILDREN = new RouteTrieNode[0];

    private long routeBits;
    private long childBits;
    private Route[] routes = NO_ROUTES;
    private RouteTrieNode[] children = NO_CHILDREN;

    private static long[] holding() {
        long[] holding = new long[FANOUT];
        for (int bits = 0; bits < FANOUT; bits++) {
            for (int length = 0; length < STRIDE; length++) {
                holding[bits] |= 1L << (1 << length | bits >>> STRIDE - length);
            }
        }
        return holding;
    }

    /// The position of the longest prefix with a route that holds `bits`, or 0.
    int longestMatch(int bits) {
        long matches = routeBits & HOLDING[bits];
        return matches == 0 ? 0 : 63 - Long.numberOfLeadingZeros(matches);
    }

    @Nullable Route route(int position) {
        return isSet(routeBits, position) ? routes[before(routeBits, position)] : null;
    }

    @Nullable Route put(int position, Route route) {
        int at = before(routeBits, position);
        if (isSet(routeBits, position)) {
            Route replaced = routes[at];
            routes[at] = route;
            return replaced;
        }
        Route[] more = new Route[routes.length + 1];
        insert(routes, more, at, route);
        routes = more;
        routeBits |= 1L << position;
        return null;
    }

    @Nullable Route remove(int position) {
        @Nullable Route removed = route(position);
        if (removed != null) {
            Route[] fewer = new Route[routes.length - 1];
            omit(routes, fewer, before(routeBits, position));
            routes = fewer;
            routeBits &= ~(1L << position);
        }
        return removed;
    }

    @Nullable RouteTrieNode child(int bits) {
        return isSet(childBits, bits) ? children[before(childBits, bits)] : null;
    }

    RouteTrieNode childOrNew(int bits) {
        if (!isSet(childBits, bits)) {
            RouteTrieNode[] more = new RouteTrieNode[children.length + 1];
            insert(children, more, before(childBits, bits), new RouteTrieNode());
            children = more;
            childBits |= 1L << bits;
        }
        return Objects.requireNonNull(child(bits));
    }

    void removeChild(int bits) {
        RouteTrieNode[] fewer = new RouteTrieNode[children.length - 1];
        omit(children, fewer, before(childBits, bits));
        children = fewer;
        childBits &= ~(1L << bits);
    }

    boolean isEmpty() {
        return (routeBits | childBits) == 0;
    }

    private static boolean isSet(long word, int bit) {
        return (word >>> bit & 1) != 0;
    }

    private static int before(long word, int bit) {
        return Long.bitCount(word & (1L << bit) - 1);
    }

    private static <T> void insert(T[] from, T[] to, int at, T item) {
        System.arraycopy(from, 0, to, 0, at);
        to[at] = item;
        System.arraycopy(from, at, to, at + 1, from.length - at);
    }

    private static <T> void omit(T[] from, T[] to, int at) {
        System.arraycopy(from, 0, to, 0, at);
        System.arraycopy(from, at + 1, to, at, to.length - at);
    }
}
