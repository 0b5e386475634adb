package io.weft.hook.spi;

/// Hook tables that woven methods can be bound to.
public interface DispatchSource {

    /// The slot of a point, for a method that stands behind it.
    ///
    /// @param subject the type of the method's first parameter
    /// @param method names the method in messages, as `Class.method`
    /// @throws IllegalStateException when the point is not declared, or when its subjects are no supertype of `subject`
    DispatchSlot slot(String point, Class<?> subject, String method);
}
