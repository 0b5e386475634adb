package io.weft.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a plugin's method as a handler of a hook point.
///
/// The method is public, takes the point's subject and answers a {@link Verdict}, or nothing, which means ACCEPT. Its class is made
/// once, when the plugin starts, and is found by an index that the annotation processor of this module writes at compile time.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface HookHandler {

    /// The name of the hook point.
    String at();

    /// The place in the chain: lower numbers see the subject first. Equal numbers go by {@link #before} and
    /// {@link #after}, then by plugin id, then by method name.
    int priority() default 0;

    /// Handlers of the same priority that see the subject later, each as `plugin` or `plugin.handler`; a method's handler is called
    /// `Class.method`. See {@link HandlerOrder}.
    String[] before() default {};

    /// Handlers of the same priority that have seen the subject already, named like those in {@link #before}.
    String[] after() default {};
}
