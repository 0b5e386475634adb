/// What the README of the plugins shows, as it is compiled.
@NullMarked
package io.weft.net.tables.example;

import org.jspecify.annotations.NullMarked;
