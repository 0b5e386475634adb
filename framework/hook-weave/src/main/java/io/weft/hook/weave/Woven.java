package io.weft.hook.weave;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Set on a hook method by the aspect, in the same step that weaves it; nobody writes it down.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Woven { }
