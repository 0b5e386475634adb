/// What TCP costs between two stacks in memory.
@NullMarked
package io.weft.net.benchmarks.tcp;

import org.jspecify.annotations.NullMarked;
