/// The target TEE of iptables: a copy of each packet for another host. Entrance: {@link com.example.tee.TeePlugin}.
@NullMarked
package com.example.tee;

import org.jspecify.annotations.NullMarked;
