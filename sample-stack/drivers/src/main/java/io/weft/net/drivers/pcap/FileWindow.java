package io.weft.net.drivers.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The part of a file that is in memory now: numbers at its position, in the byte order that the file turned out to have.
final class FileWindow implements AutoCloseable {

    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT_LE = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    /// More than any record that is looked at as a whole.
    static final int SIZE = 1 << 19;

    private final InputStream file;
    private final byte[] bytes = new byte[SIZE];
    private int at;
    private int end;
    private boolean littleEndian;

    FileWindow(InputStream file) {
        this.file = file;
    }

    void littleEndian(boolean little) {
        littleEndian = little;
    }

    /// Makes sure that `length` bytes, at most {@link #SIZE}, can be read; false when the file ends before.
    boolean has(int length) throws IOException {
        if (end - at >= length) {
            return true;
        }
        System.arraycopy(bytes, at, bytes, 0, end - at);
        end -= at;
        at = 0;
        while (end < length) {
            int read = file.read(bytes, end, bytes.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    /// True at the end of the file, when every byte was passed.
    boolean isAtEnd() throws IOException {
        return !has(1);
    }

    /// Passes bytes that are there.
    void advance(int length) {
        at += length;
    }

    /// Passes bytes that need not be in memory; false when the file ends before.
    boolean skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            int step = (int) Math.min(left, SIZE);
            if (!has(step)) {
                return false;
            }
            at += step;
            left -= step;
        }
        return true;
    }

    int i32(int offset) {
        return (int) (littleEndian ? INT_LE : INT_BE).get(bytes, at + offset);
    }

    long u32(int offset) {
        return Integer.toUnsignedLong(i32(offset));
    }

    int u16(int offset) {
        return Short.toUnsignedInt((short) (littleEndian ? SHORT_LE : SHORT_BE).get(bytes, at + offset));
    }

    int u8(int offset) {
        return Byte.toUnsignedInt(bytes[at + offset]);
    }

    /// The array that holds what is at {@link #index}.
    byte[] bytes() {
        return bytes;
    }

    int index(int offset) {
        return at + offset;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
