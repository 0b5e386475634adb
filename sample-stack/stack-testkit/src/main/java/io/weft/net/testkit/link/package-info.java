/// Cards and cables in memory: {@link io.weft.net.testkit.link.TestDriver}, whose frames a test puts in and takes out, and
/// {@link io.weft.net.testkit.link.FaultyLink} between two of them. Knows nothing of what the frames say.
@NullMarked
package io.weft.net.testkit.link;

import org.jspecify.annotations.NullMarked;
