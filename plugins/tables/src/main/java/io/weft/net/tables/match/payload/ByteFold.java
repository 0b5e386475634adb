package io.weft.net.tables.match.payload;

/// What bytes are compared as: themselves, or capital letters where case does not count.
final class ByteFold {

    static final int BYTES = 256;

    private ByteFold() { }

    /// By byte.
    static int[] table(boolean ignoreCase) {
        int[] fold = new int[BYTES];
        for (int b = 0; b < BYTES; b++) {
            fold[b] = ignoreCase && isSmall(b) ? b - 0x20 : b;
        }
        return fold;
    }

    /// As the kernel's `islower` has it: of Latin-1 the letters from sharp s on, without the division sign.
    private static boolean isSmall(int b) {
        return b >= 'a' && b <= 'z' || b >= 0xDF && b != 0xF7;
    }

    /// The small letter of a capital, otherwise the byte itself: the kernel's `tolower`.
    static int small(int b) {
        boolean capital = b >= 'A' && b <= 'Z' || b >= 0xC0 && b < 0xDF && b != 0xD7;
        return capital ? b + 0x20 : b;
    }

    /// The bytes as they are compared.
    static int[] apply(int[] fold, String bytes) {
        return bytes.chars().map(b -> fold[b]).toArray();
    }
}
