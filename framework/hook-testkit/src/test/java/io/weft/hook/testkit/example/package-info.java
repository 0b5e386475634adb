/// The examples of the kit's README, as they run.
@NullMarked
package io.weft.hook.testkit.example;

import org.jspecify.annotations.NullMarked;
