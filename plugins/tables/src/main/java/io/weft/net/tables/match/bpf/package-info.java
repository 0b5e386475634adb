/// The match that runs a classic BPF program over the packet: how it is written, what the kernel's checks ask of it, and its machine.
@NullMarked
package io.weft.net.tables.match.bpf;

import org.jspecify.annotations.NullMarked;
