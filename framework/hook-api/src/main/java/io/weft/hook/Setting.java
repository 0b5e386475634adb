package io.weft.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says of a component of a {@link PluginConfig} record what it is when the operator says nothing, and what is allowed.
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /// The value when the key is not there, as it would be written; of a list its elements, of anything but a list at most one.
    String[] byDefault() default {};

    /// The least number that is allowed.
    long atLeast() default Long.MIN_VALUE;

    /// The greatest number that is allowed.
    long atMost() default Long.MAX_VALUE;
}
