package io.weft.net.logging;

import io.weft.net.address.Ipv4;
import java.nio.charset.StandardCharsets;

/// A line of text that is written piece by piece into the same bytes again and again. What goes beyond the kernel's limit is cut off.
final class LogLine {

    /// The kernel's `S_SIZE`, where a line is cut.
    private static final int MAX_LENGTH = 1019;

    private final byte[] bytes = new byte[MAX_LENGTH];
    private int length;
    private int level;
    private boolean trace;

    /// Begins anew.
    ///
    /// @param trace it tells of a traced packet
    LogLine begin(int newLevel, boolean newTrace) {
        length = 0;
        level = newLevel;
        trace = newTrace;
        return this;
    }

    int level() {
        return level;
    }

    boolean isTrace() {
        return trace;
    }

    LogLine text(byte[] utf8) {
        int some = Math.min(utf8.length, MAX_LENGTH - length);
        System.arraycopy(utf8, 0, bytes, length, some);
        length += some;
        return this;
    }

    /// @param ascii without other characters
    LogLine text(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
        return this;
    }

    /// An unsigned number.
    LogLine number(int value) {
        long rest = Integer.toUnsignedLong(value);
        long unit = 1;
        while (rest / unit >= 10) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            put('0' + (int) (rest / unit % 10));
        }
        return this;
    }

    /// Hexadecimal without leading zeroes, `%x`.
    LogLine hex(int value) {
        return hex(value, Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 3) / 4), 'a');
    }

    /// Two digits, `%02x`.
    LogLine lowByte(int value) {
        return hex(value, 2, 'a');
    }

    /// Two digits, `%02X`.
    LogLine byteInCapitals(int value) {
        return hex(value, 2, 'A');
    }

    /// Four digits, `%04x`.
    LogLine word(int value) {
        return hex(value, 4, 'a');
    }

    private LogLine hex(int value, int digits, char ten) {
        for (int i = digits - 1; i >= 0; i--) {
            int digit = value >>> 4 * i & 0xF;
            put(digit < 10 ? '0' + digit : ten + digit - 10);
        }
        return this;
    }

    /// @see Ipv4#format
    LogLine address(int address) {
        return number(address >>> 24).text(".").number(address >>> 16 & 0xFF).text(".").number(address >>> 8 & 0xFF).text(".")
                .number(address & 0xFF);
    }

    private void put(int character) {
        if (length < MAX_LENGTH) {
            bytes[length++] = (byte) character;
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
