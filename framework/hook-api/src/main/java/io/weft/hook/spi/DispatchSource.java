package io.weft.hook.spi;

/// Hook tables that woven methods can be bound to.
public interface DispatchSource {

    /// The slot of a point, for a method that stands behind it.
    ///
    /// @param subject the type of the method's first parameter
    /// @param answer the type of what the method answers, `void.class` when nothing
    /// @param method names the method in messages, as `Class.method`
    /// @throws IllegalStateException when the point is not declared, when its subjects are no supertype of `subject`, or when the answer
    ///     that its owner declared is no `answer`
    DispatchSlot slot(String point, Class<?> subject, Class<?> answer, String method);

    /// The slot of a point, for a method that answers nothing.
    default DispatchSlot slot(String point, Class<?> subject, String method) {
        return slot(point, subject, void.class, method);
    }
}
