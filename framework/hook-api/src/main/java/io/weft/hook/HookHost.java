package io.weft.hook;

/// An object whose methods carry {@link Hook}: it says to which hook tables they belong.
///
/// Two hosts with different {@link Hooks} in one JVM carry different plugins.
public interface HookHost {

    /// The hook tables of this object: the same answer for its whole life.
    ///
    /// Called once per object, at the first hook point that a subject reaches, not per subject.
    Hooks hooks();
}
