/// One set of claims about hook points, held against each way in which a program gets them: woven after compilation, woven when
/// its classes are loaded, and passed by hand.
@NullMarked
package io.weft.hook.runtime.ways;

import org.jspecify.annotations.NullMarked;
