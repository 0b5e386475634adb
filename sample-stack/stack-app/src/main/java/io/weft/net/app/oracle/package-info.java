/// The stack in the place of the kernel, for `oracle.py`, which sends it frames and compares what comes out with a kernel's recording.
///
/// In memory, asked by lines of JSON ({@link io.weft.net.app.oracle.OracleAdapter}); or on the interfaces of a network namespace.
/// The protocol is described in `oracle.py`.
@NullMarked
package io.weft.net.app.oracle;

import org.jspecify.annotations.NullMarked;
