package io.weft.hook.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The order of a chain: priority, then what handlers of one priority ask of each other, then owner and name. Never chance.
final class ChainOrder {

    // a sort that keeps equals in place puts those with the same name in the order of their attachment
    private static final Comparator<Attachment> WITHOUT_WISHES = Comparator.comparingInt(Attachment::priority)
            .thenComparing(Attachment::owner)
            .thenComparing(Attachment::name);

    private ChainOrder() { }

    /// @throws IllegalArgumentException when the handlers' wishes go round in a circle; the message shows it
    static List<Attachment> of(List<Attachment> handlers) {
        List<Attachment> waiting = new ArrayList<>(handlers);
        waiting.sort(WITHOUT_WISHES);
        List<Attachment> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            ordered.add(waiting.remove(next(waiting)));
        }
        return ordered;
    }

    /// The place of the first one that nobody who waits has to precede.
    private static int next(List<Attachment> waiting) {
        for (int i = 0; i < waiting.size() && waiting.get(i).priority() == waiting.get(0).priority(); i++) {
            Attachment candidate = waiting.get(i);
            if (waiting.stream().noneMatch(other -> precedes(other, candidate))) {
                return i;
            }
        }
        throw new IllegalArgumentException(circle(waiting));
    }

    private static boolean precedes(Attachment one, Attachment other) {
        return one != other && one.priority() == other.priority() && (one.asksToPrecede(other) || other.asksToFollow(one));
    }

    /// Each of them has one that must precede it: whoever goes from one to the next comes round.
    private static String circle(List<Attachment> stuck) {
        List<Attachment> way = new ArrayList<>();
        Attachment at = stuck.get(0);
        while (!way.contains(at)) {
            way.add(at);
            Attachment follower = at;
            at = stuck.stream().filter(other -> precedes(other, follower)).findFirst().orElseThrow();
        }
        List<Attachment> circle = new ArrayList<>(way.subList(way.indexOf(at), way.size()));
        circle.add(at);
        Collections.reverse(circle);
        return "the handlers at hook point " + at.point().name() + " with priority " + at.priority()
                + " cannot be put in order, because they ask to stand before each other in a circle: "
                + circle.stream().map(handler -> handler.owner() + "." + handler.name()).collect(Collectors.joining(" before "));
    }
}
