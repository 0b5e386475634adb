package io.weft.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says whose hook tables the static methods of a class belong to that carry {@link Hook}.
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface HooksFrom {

    /// A class with a constructor without parameters. It is made once, at the first static hook point that a subject reaches, and
    /// asked for the tables.
    Class<? extends HookHost> value();
}
