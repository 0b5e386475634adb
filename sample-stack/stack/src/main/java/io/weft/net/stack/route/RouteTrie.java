package io.weft.net.stack.route;

import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Routes by prefix, found by the longest one that holds an address. Belongs to the loop thread.
///
/// A tree bitmap: each node stands for six bits of the address and says in one word which of the 63 prefixes that end within it have a
/// route, and in another which of its 64 children exist. A look-up takes six steps at most, whatever the table's size, and allocates
/// nothing; a change touches one node. 100,000 prefixes take some 15 MB.
public final class RouteTrie {

    /// A route and what leads to it.
    public record Entry(Ipv4Prefix prefix, Route route) { }

    private final RouteTrieNode root = new RouteTrieNode();
    private int size;

    public int size() {
        return size;
    }

    /// The route of the longest prefix that holds `address`, or null.
    public @Nullable Route lookup(int address) {
        @Nullable RouteTrieNode best = null;
        int bestAt = 0;
        @Nullable RouteTrieNode node = root;
        for (int depth = 0; node != null; depth++) {
            int bits = bitsAt(address, depth);
            int longest = node.longestMatch(bits);
            if (longest != 0) {
                best = node;
                bestAt = longest;
            }
            node = node.child(bits);
        }
        return best == null ? null : best.route(bestAt);
    }

    /// Puts a route at `prefix` and answers the one it replaces, or null.
    public @Nullable Route put(Ipv4Prefix prefix, Route route) {
        RouteTrieNode node = root;
        int depth = prefix.length() / RouteTrieNode.STRIDE;
        for (int i = 0; i < depth; i++) {
            node = node.childOrNew(bitsAt(prefix.address(), i));
        }
        @Nullable Route before = node.put(position(prefix, depth), route);
        if (before == null) {
            size++;
        }
        return before;
    }

    /// The route at exactly this prefix, or null.
    public @Nullable Route get(Ipv4Prefix prefix) {
        @Nullable RouteTrieNode node = root;
        int depth = prefix.length() / RouteTrieNode.STRIDE;
        for (int i = 0; i < depth && node != null; i++) {
            node = node.child(bitsAt(prefix.address(), i));
        }
        return node == null ? null : node.route(position(prefix, depth));
    }

    /// Takes the route at exactly this prefix away and answers it, or null when there is none.
    public @Nullable Route remove(Ipv4Prefix prefix) {
        @Nullable Route removed = removeBelow(root, prefix, 0);
        if (removed != null) {
            size--;
        }
        return removed;
    }

    /// All routes, by address and then from short prefixes to long ones.
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(size);
        collect(root, 0, 0, entries);
        entries.sort((a, b) -> a.prefix().address() != b.prefix().address()
                ? Integer.compareUnsigned(a.prefix().address(), b.prefix().address())
                : Integer.compare(a.prefix().length(), b.prefix().length()));
        return entries;
    }

    private static @Nullable Route removeBelow(RouteTrieNode node, Ipv4Prefix prefix, int depth) {
        if (depth == prefix.length() / RouteTrieNode.STRIDE) {
            return node.remove(position(prefix, depth));
        }
        int bits = bitsAt(prefix.address(), depth);
        @Nullable RouteTrieNode child = node.child(bits);
        if (child == null) {
            return null;
        }
        @Nullable Route removed = removeBelow(child, prefix, depth + 1);
        if (child.isEmpty()) {
            node.removeChild(bits);
        }
        return removed;
    }

    private static void collect(RouteTrieNode node, int address, int depth, List<Entry> entries) {
        for (int at = 1; at < RouteTrieNode.FANOUT; at++) {
            @Nullable Route route = node.route(at);
            if (route != null) {
                int length = 31 - Integer.numberOfLeadingZeros(at);
                int bits = at << RouteTrieNode.STRIDE - length & RouteTrieNode.FANOUT - 1;
                Ipv4Prefix prefix = new Ipv4Prefix(address | place(bits, depth), depth * RouteTrieNode.STRIDE + length);
                entries.add(new Entry(prefix, route));
            }
        }
        for (int bits = 0; bits < RouteTrieNode.FANOUT; bits++) {
            @Nullable RouteTrieNode child = node.child(bits);
            if (child != null) {
                collect(child, address | place(bits, depth), depth + 1, entries);
            }
        }
    }

    /// The six bits of the address that the nodes of this depth look at; the last depth has two, and four zeroes.
    private static int bitsAt(int address, int depth) {
        return (int) ((address & 0xFFFF_FFFFL) << 4 >>> 30 - depth * RouteTrieNode.STRIDE) & RouteTrieNode.FANOUT - 1;
    }

    private static int place(int bits, int depth) {
        return (int) ((long) bits << 30 - depth * RouteTrieNode.STRIDE >>> 4);
    }

    private static int position(Ipv4Prefix prefix, int depth) {
        int length = prefix.length() - depth * RouteTrieNode.STRIDE;
        return 1 << length | bitsAt(prefix.address(), depth) >>> RouteTrieNode.STRIDE - length;
    }
}
