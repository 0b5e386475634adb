package io.weft.net.stack.tcp;

/// Compares sequence numbers, which go round at 2³² (RFC 9293 §3.4). Right for numbers less than 2³¹ apart.
final class SeqNum {

    private SeqNum() { }

    static boolean isBefore(int number, int other) {
        return number - other < 0;
    }

    static boolean isAfter(int number, int other) {
        return number - other > 0;
    }

    static int max(int number, int other) {
        return isAfter(number, other) ? number : other;
    }

    static int min(int number, int other) {
        return isBefore(number, other) ? number : other;
    }

    /// Whether it is one of the `length` numbers from `first` on.
    static boolean isWithin(int number, int first, int length) {
        return Integer.compareUnsigned(number - first, length) < 0;
    }
}
