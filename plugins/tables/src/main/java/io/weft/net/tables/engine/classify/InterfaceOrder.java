package io.weft.net.tables.engine.classify;

import io.weft.net.route.NetInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table's interface patterns in such an order that those which fit all that another fits stand before it, and every pattern with those
/// below it is an interval: `+`, `eth+`, `eth0`, `eth0.+`, `ppp+`.
///
/// An interface is known by the number of the last pattern that fits it, from 1, or 0 where none does; a pattern fits an interface when
/// that number is in the pattern's interval. So interfaces may come and go under a table without anything being compiled anew.
final class InterfaceOrder {

    /// @param stem the pattern without its `+`
    private record Pattern(String text, String stem, boolean open) {

        static Pattern of(String text) {
            boolean open = text.endsWith("+");
            return new Pattern(text, open ? text.substring(0, text.length() - 1) : text, open);
        }

        boolean fits(String name) {
            return open ? name.startsWith(stem) : name.equals(stem);
        }
    }

    private final List<Pattern> ordered;
    private final Map<String, ValueSet> numbers = new HashMap<>();
    private final int nameless;
    // by the index of interfaces, as they are met
    private NetInterface[] seen = new NetInterface[8];
    private int[] seenAs = new int[8];

    InterfaceOrder(Iterable<String> patterns) {
        var sorted = new ArrayList<Pattern>();
        patterns.forEach(text -> sorted.add(Pattern.of(text)));
        sorted.sort(Comparator.comparing(Pattern::stem).thenComparing(pattern -> !pattern.open()));
        ordered = List.copyOf(sorted);
        for (int i = 0; i < ordered.size(); i++) {
            Pattern pattern = ordered.get(i);
            int last = i;
            while (pattern.open() && last + 1 < ordered.size() && ordered.get(last + 1).stem().startsWith(pattern.stem())) {
                last++;
            }
            numbers.put(pattern.text(), ValueSet.between(i + 1, last + 1));
        }
        nameless = numberOf("");
    }

    /// The numbers of the interfaces that a pattern fits.
    ValueSet fitting(String pattern) {
        return numbers.getOrDefault(pattern, ValueSet.NONE);
    }

    /// @param device null where a packet has none, which only the pattern `+` fits
    int of(@Nullable NetInterface device) {
        if (device == null) {
            return nameless;
        }
        int index = device.index();
        return index < seen.length && seen[index] == device ? seenAs[index] : meet(device, index);
    }

    private int meet(NetInterface device, int index) {
        if (index >= seen.length) {
            int size = Math.max(index + 1, seen.length * 2);
            seen = Arrays.copyOf(seen, size);
            seenAs = Arrays.copyOf(seenAs, size);
        }
        seen[index] = device;
        seenAs[index] = numberOf(device.name());
        return seenAs[index];
    }

    private int numberOf(String name) {
        for (int i = ordered.size(); i > 0; i--) {
            if (ordered.get(i - 1).fits(name)) {
                return i;
            }
        }
        return 0;
    }
}
