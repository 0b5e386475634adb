package io.weft.net.app.operator.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Aligned columns under their names: words stand left, numbers right.
public final class TextTable {

    private final List<String> names;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... names) {
        this.names = List.of(names);
    }

    /// @param cells texts or numbers, one for each column
    public void add(Object... cells) {
        if (cells.length != names.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + names.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// Every line ends with a line feed.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, names);
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String space = " ".repeat(width(column) - cells.get(column).length());
            line.append(column == 0 ? "" : "  ").append(isNumeric(column) ? space + cells.get(column) : cells.get(column) + space);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(int column) {
        return Math.max(names.get(column).length(), rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).matches("-?[\\d.,]*[kMG%]?"));
    }
}
