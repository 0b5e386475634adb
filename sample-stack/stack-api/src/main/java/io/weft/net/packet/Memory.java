package io.weft.net.packet;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// All of native memory as one constant segment, addressed by `long`: the form that the JIT compiles to plain loads and stores.
///
/// A method that takes a segment as a parameter costs twenty times as much once segments of three classes have passed through it, so
/// none does. Bounds are checked by {@link Packet}, against the packet.
final class Memory {

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN).varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN).varHandle();
    private static final VarHandle NATIVE_INT = ValueLayout.JAVA_INT_UNALIGNED.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN).varHandle();

    private Memory() { }

    static int u8(long address) {
        return Byte.toUnsignedInt((byte) BYTE.get(ALL, address));
    }

    static void u8(long address, int value) {
        BYTE.set(ALL, address, (byte) value);
    }

    static int u16(long address) {
        return Short.toUnsignedInt((short) SHORT.get(ALL, address));
    }

    static void u16(long address, int value) {
        SHORT.set(ALL, address, (short) value);
    }

    static int i32(long address) {
        return (int) INT.get(ALL, address);
    }

    static void i32(long address, int value) {
        INT.set(ALL, address, value);
    }

    /// In the machine's byte order.
    static int nativeI32(long address) {
        return (int) NATIVE_INT.get(ALL, address);
    }

    static long i64(long address) {
        return (long) LONG.get(ALL, address);
    }

    static void copy(long from, long to, long lengthBytes) {
        MemorySegment.copy(ALL, from, ALL, to, lengthBytes);
    }

    static void copyOut(long from, byte[] to, int offset, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, to, offset, length);
    }

    static void copyIn(byte[] from, int offset, long to, int length) {
        MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, to, length);
    }

    static void fill(long address, long lengthBytes, int value) {
        ALL.asSlice(address, lengthBytes).fill((byte) value);
    }

    /// Memory for the life of the process. By `malloc` and not by an arena, because an arena writes zeroes over what it hands out:
    /// a packet has room for 64 KiB, and the pages that no frame reaches should cost nothing.
    static long allocateForever(long sizeBytes) {
        MemorySegment got;
        try {
            got = (MemorySegment) Malloc.HANDLE.invokeExact(sizeBytes);
        } catch (Throwable impossible) {
            throw new AssertionError("malloc does not throw", impossible);
        }
        if (got.address() == 0) {
            throw new OutOfMemoryError("no " + sizeBytes + " bytes of native memory for packets");
        }
        return got.address();
    }

    private static final class Malloc {
        // size_t has 64 bits wherever a JDK 25 runs
        static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("malloc"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, (MemoryLayout) ValueLayout.JAVA_LONG));
    }
}
