/// How the operator's commands read words and print: {@link io.weft.net.app.operator.text.Words},
/// {@link io.weft.net.app.operator.text.TextTable}, {@link io.weft.net.app.operator.text.Json}. Knows nothing of stacks.
@NullMarked
package io.weft.net.app.operator.text;

import org.jspecify.annotations.NullMarked;
