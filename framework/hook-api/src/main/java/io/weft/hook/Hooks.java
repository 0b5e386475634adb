package io.weft.hook;

import java.util.Collection;

/// The hook tables of one host: its points, and the chain of handlers at each.
///
/// Every method may be called from any thread while subjects flow: a change builds a new chain and swaps it in at once, so that a
/// subject sees the chain as it was before or as it is after, never something between.
public interface Hooks {

    /// Declares a point, before subjects flow through it.
    ///
    /// @throws IllegalStateException when the point is already declared
    <S> HookPoint<S> declare(String name, Class<S> subject, PointOptions<? super S> options);

    /// A declared point, to attach handlers to.
    ///
    /// @throws IllegalArgumentException when no such point is declared (the message names those that are), or when its subject is
    ///     not a `subject`
    <S> HookPoint<S> at(String name, Class<S> subject);

    /// A place where a program that is not woven passes its subjects through a point.
    ///
    /// @param subject the type of the subjects that it passes: the point's, or a subtype
    /// @throws IllegalStateException when no such point is declared, or when its subjects are no supertype of `subject`
    <S> HookSite<S> site(String point, Class<S> subject);

    /// Opens a queue for the subjects to which handlers answer {@link Verdict#queue} with this name.
    ///
    /// @param subject the type of the subjects that it takes, from whatever points; one of another type is its handler's fault
    /// @return closes to leave; what is in the queue then gets the time-out verdict
    /// @throws IllegalStateException when somebody has opened it already
    <S> HookQueue<S> queue(String name, Class<S> subject, QueueOptions options);

    /// All declared points, in the order of their declaration.
    Collection<HookPoint<?>> points();

    /// All of it at one moment: points, chains in order, counts, faults, queues.
    HooksInfo describe();
}
