package io.weft.net.tables.iptables;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which lines of two texts are the same and in the same order: each line of the one is paired with the like one of the other, the first
/// with the first and so on, and of these pairs as many are taken as come in order in both. Takes n log n steps, so that ten thousand
/// rules are compared at once; where like lines repeat it may find fewer than there are.
final class CommonLines {

    /// The line `before` of the one text is the line `after` of the other, from 0.
    record Pair(int before, int after) { }

    private CommonLines() { }

    static List<Pair> of(List<String> before, List<String> after) {
        List<Pair> pairs = pairs(before, after);
        // the longest rising sequence: for each length so far, the pair that ends one with the smallest end
        var ends = new int[pairs.size()];
        var endPairs = new int[pairs.size()];
        var previous = new int[pairs.size()];
        int length = 0;
        for (int i = 0; i < pairs.size(); i++) {
            int at = Arrays.binarySearch(ends, 0, length, pairs.get(i).after());
            at = at < 0 ? -at - 1 : at;
            ends[at] = pairs.get(i).after();
            endPairs[at] = i;
            previous[i] = at == 0 ? -1 : endPairs[at - 1];
            length = Math.max(length, at + 1);
        }
        var common = new ArrayList<Pair>();
        for (int i = length == 0 ? -1 : endPairs[length - 1]; i >= 0; i = previous[i]) {
            common.add(pairs.get(i));
        }
        return common.reversed();
    }

    private static List<Pair> pairs(List<String> before, List<String> after) {
        Map<String, Deque<Integer>> places = new HashMap<>();
        for (int i = 0; i < after.size(); i++) {
            places.computeIfAbsent(after.get(i), _ -> new ArrayDeque<>()).add(i);
        }
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < before.size(); i++) {
            Deque<Integer> left = places.get(before.get(i));
            if (left != null && !left.isEmpty()) {
                pairs.add(new Pair(i, left.remove()));
            }
        }
        return pairs;
    }
}
