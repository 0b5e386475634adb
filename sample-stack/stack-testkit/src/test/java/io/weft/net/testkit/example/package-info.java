/// The examples of the kit's README, as they run: a plugin in a network, and an ordinary Java program behind a bad one.
@NullMarked
package io.weft.net.testkit.example;

import org.jspecify.annotations.NullMarked;
