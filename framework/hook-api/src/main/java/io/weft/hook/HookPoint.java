package io.weft.hook;

import java.util.List;

/// A named place in a host where handlers decide about subjects of type `S`.
public interface HookPoint<S> {

    String name();

    Class<?> subjectType();

    /// Attaches a handler; it sees subjects from the moment this returns.
    ///
    /// @param priority lower numbers see the subject first; equal numbers go by owner, then by `name`
    /// @param name says in counters and messages whose handler this is
    /// @return closes to detach
    Registration attach(int priority, String name, Handler<? super S> handler);

    /// The handlers in the order in which they see a subject.
    List<HandlerInfo> handlers();
}
