package io.weft.hook;

import java.util.function.Consumer;
import java.util.function.Function;

/// A hook point in a program that is not woven: the program itself passes its subjects through.
///
/// Behaves as a method with {@link Hook} does. A program makes it once and keeps it. With a room that it keeps, too, a subject that
/// passes costs no allocation.
public interface HookSite<S> {

    /// Has `room` take the subject if every handler lets it through, now, or later when a handler stole or queued it.
    void pass(S subject, Consumer<? super S> room);

    /// Has `room` answer for the subject if every handler lets it through.
    ///
    /// @param answer the type of the answer, a wrapper for a primitive
    /// @return what the room answered, or what the point's owner declared for a subject that was stopped
    /// @throws HookRejectedException when the subject was stopped and no answer is declared
    /// @throws ClassCastException when the declared answer is no `answer`
    <A> A ask(S subject, Class<A> answer, Function<? super S, ? extends A> room);
}
