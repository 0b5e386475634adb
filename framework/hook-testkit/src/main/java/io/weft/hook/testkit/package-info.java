/// A unit test's own hook tables: what do handlers, and the jars that bring them, do with a subject?
///
/// The entrance is {@link io.weft.hook.testkit.TestHooks}, a JUnit 5 extension;
/// {@link io.weft.hook.testkit.Allocation} says what work costs in memory. Knows nothing of any host but its points.
@NullMarked
package io.weft.hook.testkit;

import org.jspecify.annotations.NullMarked;
