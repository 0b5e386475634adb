package io.weft.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a record as the configuration of a plugin: a class of the plugin that takes it in its constructor gets what the operator wrote.
///
///     @PluginConfig
///     public record Limits(@Setting(byDefault = "100", atLeast = 1) int pieces, Duration window, @Nullable String note) { }
///
/// Each component is a key of the same name. Components are numbers, texts, booleans, enums, durations (`250ms`, `5s`, `2m`, `1h`, `1d`
/// or ISO's `PT5S`), paths, `Optional`s, lists, sets and maps by text of these, and further records. A key that is not there and has
/// no default is an error, except for components that are `Optional` or marked `@Nullable`; so is a key that the record does not
/// know. What else must hold the record's compact constructor checks, by an `IllegalArgumentException`. A plugin has one such record.
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PluginConfig { }
