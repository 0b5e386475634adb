/// The driver mem: a cable between two NICs, in memory. Entrance: {@link com.example.nic.MemoryNicProvider}.
@NullMarked
package com.example.nic;

import org.jspecify.annotations.NullMarked;
