package io.weft.net.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Finds the words that somebody may have meant.
final class Similar {

    private static final int MAX_EDITS = 2;

    private Similar() { }

    /// `; did you mean 'x' or 'y'?`, or nothing.
    static String suggestion(String word, Collection<String> known) {
        List<String> near = known.stream().filter(each -> isNear(word, each))
                .sorted(Comparator.comparingInt((String each) -> edits(word, each)).thenComparing(Comparator.naturalOrder())).toList();
        return near.isEmpty() ? ""
                : "; did you mean " + near.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" or ")) + "?";
    }

    private static boolean isNear(String word, String known) {
        return word.length() > 1 && known.startsWith(word) || edits(word, known) <= Math.min(MAX_EDITS, known.length() / 2);
    }

    /// How many letters to put in, leave out or change to make one of the other (Levenshtein).
    private static int edits(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[other.length()];
    }
}
