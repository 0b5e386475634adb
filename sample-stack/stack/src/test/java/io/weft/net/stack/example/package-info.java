/// What the README of the stack shows, as it is compiled and run.
@NullMarked
package io.weft.net.stack.example;

import org.jspecify.annotations.NullMarked;
