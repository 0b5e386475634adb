/// The five doors through which plugins see packets, and the places in the queue at each, by netfilter's names and numbers.
@NullMarked
package io.weft.net.netfilter;

import org.jspecify.annotations.NullMarked;
