package io.weft.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a method as the room behind a hook point: it runs when every handler of the point let the subject through.
///
/// The first parameter is the *subject*, the thing that handlers see; further parameters go through unchanged. The class that
/// declares the method implements {@link HookHost}, so that its hook tables belong to an instance and not to the JVM. For a static method
/// it bears {@link HooksFrom}. The method may have any visibility, and may answer something.
///
/// A subject that a handler keeps for a while enters a method that answers nothing later, with all its parameters. The caller of
/// a method that owes an answer is told at once that its subject was stopped.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Hook {

    /// The name of the hook point. Several methods may stand behind one point.
    String value();
}
