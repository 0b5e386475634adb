package io.weft.net.benchmarks.iperf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The figures of several runs, in Gbit/s, and the row of a table that they make.
final class Runs {

    private final String name;
    private final List<Double> figures = new ArrayList<>();
    private @Nullable Runs reference;

    Runs(String name) {
        this.name = name;
    }

    void add(double gigabits) {
        figures.add(gigabits);
        System.out.printf(Locale.ROOT, "%s: %.2f%n", name, gigabits);
    }

    /// From now on its row shows these as well, and the ratio of both.
    Runs beside(Runs other) {
        reference = other;
        return this;
    }

    double median() {
        List<Double> sorted = figures.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private String range() {
        List<Double> sorted = figures.stream().sorted().toList();
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f", sorted.getFirst(), median(), sorted.getLast());
    }

    @Override
    public String toString() {
        Runs other = reference;
        return "| " + name + " | " + range() + " | "
                + (other == null ? "| |" : other.range() + String.format(Locale.ROOT, " | %.2f |", median() / other.median()));
    }
}
