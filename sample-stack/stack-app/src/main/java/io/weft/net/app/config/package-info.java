/// What a router is made of, as its operator wrote it: words on a command line, or a YAML file.
///
/// Entrance: {@link io.weft.net.app.config.RouterConfig}. Each value has one notation, the same on the command line and in the file.
/// Knows nothing of how the router is built from it.
@NullMarked
package io.weft.net.app.config;

import org.jspecify.annotations.NullMarked;
