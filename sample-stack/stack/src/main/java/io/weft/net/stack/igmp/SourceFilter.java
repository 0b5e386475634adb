package io.weft.net.stack.igmp;

import io.weft.net.address.Ipv4;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// Whose packets to a group are wanted (RFC 3376 §2): only those of the named sources, or all but theirs.
///
/// @param include only the sources are wanted; otherwise all others are
/// @param sources in ascending order, each once. Not to be changed
public record SourceFilter(boolean include, int[] sources) {

    /// Everybody: who joins a group without a word about sources.
    public static final SourceFilter ALL = new SourceFilter(false, new int[0]);
    /// Nobody: who is not in the group.
    public static final SourceFilter NONE = new SourceFilter(true, new int[0]);

    public SourceFilter {
        sources = Arrays.stream(sources).sorted().distinct().toArray();
    }

    /// Only what `source` sends.
    public static SourceFilter only(int source) {
        return new SourceFilter(true, new int[] {source});
    }

    /// What an interface has to let in so that each of its listeners gets what it wants (RFC 3376 §3.2).
    static SourceFilter merge(Collection<SourceFilter> wanted) {
        SourceFilter merged = NONE;
        for (SourceFilter each : wanted) {
            merged = merged.or(each);
        }
        return merged;
    }

    private SourceFilter or(SourceFilter other) {
        if (include && other.include) {
            return new SourceFilter(true, concat(sources, other.sources));
        }
        if (!include && !other.include) {
            return new SourceFilter(false, Arrays.stream(sources).filter(other::names).toArray());
        }
        SourceFilter excluding = include ? other : this;
        SourceFilter including = include ? this : other;
        return new SourceFilter(false, excluding.without(including).sources);
    }

    /// Whether packets of `source` are let in.
    public boolean allows(int source) {
        return names(source) == include;
    }

    boolean names(int source) {
        return Arrays.binarySearch(sources, source) >= 0;
    }

    /// Lets in nobody at all.
    boolean isEmpty() {
        return include && sources.length == 0;
    }

    /// The same with one more source in its list.
    public SourceFilter with(int source) {
        return new SourceFilter(include, concat(sources, new int[] {source}));
    }

    /// The same with one source less in its list.
    public SourceFilter without(int source) {
        return new SourceFilter(include, Arrays.stream(sources).filter(each -> each != source).toArray());
    }

    private SourceFilter without(SourceFilter others) {
        return new SourceFilter(include, Arrays.stream(sources).filter(each -> !others.names(each)).toArray());
    }

    private static int[] concat(int[] some, int[] more) {
        int[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceFilter(boolean mode, int[] list) && mode == include && Arrays.equals(list, sources);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sources) * 2 + (include ? 1 : 0);
    }

    @Override
    public String toString() {
        return Arrays.stream(sources).mapToObj(Ipv4::format).collect(Collectors.joining(", ", include ? "only {" : "all but {", "}"));
    }
}
