/// What the README shows: drivers that are opened, and how somebody else's looks.
@NullMarked
package io.weft.net.drivers.example;

import org.jspecify.annotations.NullMarked;
