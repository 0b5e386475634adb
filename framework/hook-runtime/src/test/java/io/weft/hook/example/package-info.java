/// The program in `framework/README.md`, as it stands there, and the tests that keep it true.
@NullMarked
package io.weft.hook.example;

import org.jspecify.annotations.NullMarked;
