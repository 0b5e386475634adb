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
    default Registration attach(int priority, String name, Handler<? super S> handler) {
        return attach(priority, name, HandlerOrder.ANY, handler);
    }

    /// Attaches a handler before or behind others of its priority; it sees subjects from the moment this returns.
    ///
    /// @param name says in counters and messages whose handler this is
    /// @return closes to detach
    /// @throws IllegalArgumentException when the wishes of the point's handlers go round in a circle with it; the message shows the circle
    Registration attach(int priority, String name, HandlerOrder order, Handler<? super S> handler);

    /// The handlers in the order in which they see a subject.
    List<HandlerInfo> handlers();
}
