/// How does somebody else's driver look? The README shows this one.
@NullMarked
package io.weft.net.drivers.example;

import org.jspecify.annotations.NullMarked;
