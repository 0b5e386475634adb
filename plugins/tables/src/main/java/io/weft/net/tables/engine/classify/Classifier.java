package io.weft.net.tables.engine.classify;

import io.weft.net.packet.Packet;
import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The compiled form of a table: for a packet at some row, the next row that it can match. Made off the loop thread with the table's
/// rows; everything but the interfaces it has met is fixed. Belongs to the loop thread.
public final class Classifier {

    private static final int NONE = -1;

    /// A chain's rules, whose rows stand one behind the other, and behind them the row of its policy or return.
    public record Chain(int firstRow, List<Rule> rules) { }

    private final InterfaceOrder interfaces;
    // for each row, the number of its chain, or NONE where the row is asked anyway
    private final int[] chainOfRow;
    private final ChainClassifier[] chains;
    private final int groups;
    private final int dimensions;

    private Classifier(InterfaceOrder interfaces, int[] chainOfRow, ChainClassifier[] chains, int groups, int dimensions) {
        this.interfaces = interfaces;
        this.chainOfRow = chainOfRow;
        this.chains = chains;
        this.groups = groups;
        this.dimensions = dimensions;
    }

    /// Null when no chain of the table is better off with it.
    ///
    /// @param rows of the whole table
    public static @Nullable Classifier of(List<Chain> table, int rows) {
        var interfaces = new InterfaceOrder(patterns(table));
        var budget = new MemoryBudget();
        var compiled = new ArrayList<ChainClassifier>();
        var chainOfRow = new int[rows];
        Arrays.fill(chainOfRow, NONE);
        int groups = 0;
        int dimensions = 0;
        for (Chain chain : table) {
            ChainClassifier one = ChainClassifierBuilder.build(
                    compiled.size(), chain.firstRow(), groups, dimensions, chain.rules(), interfaces, budget);
            if (one != null) {
                Arrays.fill(chainOfRow, chain.firstRow(), chain.firstRow() + chain.rules().size(), compiled.size());
                groups += one.groups();
                dimensions += one.dimensions();
                compiled.add(one);
            }
        }
        return compiled.isEmpty() ? null
                : new Classifier(interfaces, chainOfRow, compiled.toArray(ChainClassifier[]::new), groups, dimensions);
    }

    private static Iterable<String> patterns(List<Chain> table) {
        var patterns = new LinkedHashSet<String>();
        for (Chain chain : table) {
            for (Rule rule : chain.rules()) {
                Selector selector = rule.selector();
                patterns.add(selector.in());
                patterns.add(selector.out());
            }
        }
        patterns.remove("");
        return patterns;
    }

    /// Room for what is known of one packet on its way through the table.
    public Location newLocation() {
        return new Location(chains.length, groups, dimensions);
    }

    /// The first row from `row` on, in the same chain, that the packet can match; at most the row behind the chain's rules.
    ///
    /// @param location told by {@link Location#forget} when another packet came, or this one may have changed
    public int next(int row, Packet packet, Location location) {
        int number = chainOfRow[row];
        if (number == NONE) {
            return row;
        }
        ChainClassifier chain = chains[number];
        if (location.ages[number] != location.age) {
            location.read(packet, interfaces);
            chain.locate(location);
        }
        return chain.firstRow + chain.next(row - chain.firstRow, location);
    }
}
