/// The commands by which an operator looks at a running stack and changes it, beside those that plugins offer.
///
/// Entrance: {@link io.weft.net.app.operator.OperatorCommands}; a package for each command. They run on a thread of the control door,
/// and what belongs to the loop they do there, through {@link io.weft.net.stack.NetStack}. They know no plugin.
@NullMarked
package io.weft.net.app.operator;

import org.jspecify.annotations.NullMarked;
