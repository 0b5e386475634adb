package io.weft.net.drivers.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Native memory by address, in the machine's byte order: for structures that system calls fill on the hot path.
///
/// Nothing is checked here. One constant segment over everything is what the JIT compiles to plain loads and stores; methods that take
/// a segment as a parameter are many times slower once segments of several classes have passed through them.
public final class Native {

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT_UNALIGNED.varHandle();
    private static final VarHandle ALIGNED_INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG_UNALIGNED.varHandle();

    private Native() { }

    public static int u8(long address) {
        return Byte.toUnsignedInt((byte) BYTE.get(ALL, address));
    }

    public static void u8(long address, int value) {
        BYTE.set(ALL, address, (byte) value);
    }

    public static int u16(long address) {
        return Short.toUnsignedInt((short) SHORT.get(ALL, address));
    }

    public static void u16(long address, int value) {
        SHORT.set(ALL, address, (short) value);
    }

    public static int i32(long address) {
        return (int) INT.get(ALL, address);
    }

    public static void i32(long address, int value) {
        INT.set(ALL, address, value);
    }

    /// Reads an aligned word that another party writes: what it wrote before is seen after.
    public static int i32Acquire(long address) {
        return (int) ALIGNED_INT.getAcquire(ALL, address);
    }

    /// Writes an aligned word that another party reads: what was read and written before is done.
    public static void i32Release(long address, int value) {
        ALIGNED_INT.setRelease(ALL, address, value);
    }

    public static void i64(long address, long value) {
        LONG.set(ALL, address, value);
    }

    public static void copy(long from, long to, long lengthBytes) {
        MemorySegment.copy(ALL, from, ALL, to, lengthBytes);
    }
}
