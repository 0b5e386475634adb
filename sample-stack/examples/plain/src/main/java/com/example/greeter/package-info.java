/// An example: the stack with plugins, rules and a hook point of the program's own, in a plain Java program.
/// Entrance: {@link com.example.greeter.Main}.
@NullMarked
package com.example.greeter;

import org.jspecify.annotations.NullMarked;
