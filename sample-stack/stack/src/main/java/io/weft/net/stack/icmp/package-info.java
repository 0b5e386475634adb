/// ICMP: answers to requests, errors about packets, and how many of them are sent.
@NullMarked
package io.weft.net.stack.icmp;

import org.jspecify.annotations.NullMarked;
