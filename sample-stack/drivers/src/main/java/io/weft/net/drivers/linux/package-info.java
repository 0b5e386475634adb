/// How is the Linux kernel asked, without native code of ours?
///
/// System calls by the Foreign Function and Memory API ({@link io.weft.net.drivers.linux.Libc}), the structures they take, interfaces
/// by ioctl ({@link io.weft.net.drivers.linux.Interfaces}), the virtio-net header. For the drivers of this module; numbers and layouts
/// are those of 64-bit little-endian Linux, the same on x86-64, AArch64 and RISC-V.
@NullMarked
package io.weft.net.drivers.linux;

import org.jspecify.annotations.NullMarked;
