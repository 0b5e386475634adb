/// Commands that a running stack's control door offers; plugins publish their own, as the tables plugin does with `iptables`.
@NullMarked
package io.weft.net.control;

import org.jspecify.annotations.NullMarked;
