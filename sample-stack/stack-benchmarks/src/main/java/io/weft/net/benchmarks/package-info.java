/// What a packet costs on its way through the stack: run by the profile `benchmark` of this module.
@NullMarked
package io.weft.net.benchmarks;

import org.jspecify.annotations.NullMarked;
