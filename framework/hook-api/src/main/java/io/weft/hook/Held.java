package io.weft.hook;

/// A subject that left its chain, stolen or queued, and waits for a decision.
///
/// One decision counts: the first. It may come from any thread, also before the handler that stole the subject has answered. When the
/// handler is detached before anybody decided, the point's fault policy decides: the subject goes on, or is dropped.
///
/// The rest of the way, the handlers behind and the method, is gone on the thread that decides (a queue's own when time is up), or on
/// {@link PointOptions#resumeOn} where the point's owner declared it. Where the thread that brought the subject is still on its way
/// out of the chain, it goes on there. In a queue it goes on after those that were queued before it.
public interface Held<S> {

    S subject();

    /// The name of the hook point.
    String point();

    /// Ends the wait.
    ///
    /// After an ACCEPT the subject goes on behind the handler that held it, through the chain as it is by then. The caller of a method
    /// that owes an answer has had one already, so a subject of such a method is disposed of instead.
    ///
    /// @param verdict an ACCEPT or a DROP
    /// @return false when somebody else has decided before: the caller has nothing to do with the subject any more
    /// @throws IllegalArgumentException when the verdict is of another kind
    boolean decide(Verdict verdict);

    /// Lets the subject go on behind the handler that held it.
    default boolean resume() {
        return decide(Verdict.ACCEPT);
    }

    /// Has the point's owner dispose of the subject.
    default boolean drop(String reason) {
        return decide(Verdict.drop(reason));
    }
}
