package io.weft.hook.runtime;

import io.weft.hook.spi.Stop;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is told of the real way of subjects through the chains, while {@link HookTables#follow} has it so.
///
/// Called on the subjects' threads, so it is quick. What it throws is logged, and the subject goes its way.
public interface Following {

    /// Whether a subject that has come to a point is one to be told of. Asked of every one, and again after each turn where
    /// {@link #mayWantLater}: it changes nothing.
    boolean wants(String point, Object subject);

    /// Whether handlers at this point may make one to be told of out of a subject that was none. Subjects pay for that question there: they
    /// are asked about after each turn.
    default boolean mayWantLater(String point) {
        return false;
    }

    /// A subject that is wanted enters a chain, or goes on in it behind the handler that held it.
    ///
    /// @return who is told of it; null when it is not wanted any more
    @Nullable Way enter(String point, Object subject);

    /// A subject is wanted since a handler's turn, which is told next.
    ///
    /// @param before who had let it through before, as `plugin/handler`
    default @Nullable Way enterLate(String point, Object subject, List<String> before) {
        return enter(point, subject);
    }

    /// One subject's way through one chain.
    interface Way {

        /// A handler had its turn; what its verdict leads to has not happened yet.
        ///
        /// @param subject null when the handler keeps it: it is not to be looked at any more
        void turn(Turn turn, @Nullable Object subject);

        /// The subject has left the chain, or is held. The method behind has not run yet; who disposes of what was dropped has.
        ///
        /// @param stop who stopped it, or null when it passes
        void leave(@Nullable Stop stop);
    }

    /// That somebody follows, until it is closed. Closing twice does nothing.
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /// A handler's turn.
    ///
    /// @param outcome the kind of its verdict, or what it threw
    /// @param reason the verdict's reason or queue, where it has one
    record Turn(String plugin, String handler, int priority, String outcome, @Nullable String reason, Duration took) { }
}
