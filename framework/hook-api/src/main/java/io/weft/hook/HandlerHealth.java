package io.weft.hook;

/// A handler with how well it does; the counts are a snapshot.
///
/// @param breaker whether its faults have put it out
/// @param opened how often they have
/// @param bypassed subjects that came while it was out and that it never saw; they are in no count of `handler`
/// @param slow how many of its sampled turns took longer than the point's budget
public record HandlerHealth(HandlerInfo handler, Breaker breaker, long opened, long bypassed, long slow) {

    /// Whether a handler sees subjects. The words are an electrician's: through an open breaker nothing flows.
    public enum Breaker {
        /// It sees every subject that reaches it.
        CLOSED,
        /// It was put out and sees none.
        OPEN,
        /// The next subject that comes is its trial; it sees no other until it has answered.
        HALF_OPEN
    }
}
