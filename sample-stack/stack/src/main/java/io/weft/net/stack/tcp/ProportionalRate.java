package io.weft.net.stack.tcp;

/// Proportional Rate Reduction (RFC 9937): how much may leave while a reduction is under way, so that at its end about `target` is under
/// way, without a pause and without a burst.
final class ProportionalRate {

    private int target;
    private int flight;
    private long delivered;
    private long out;
    private int allowance;

    /// A reduction begins.
    ///
    /// @param targetBytes the congestion control's new threshold
    /// @param flightBytes what was under way, as far as it will be told delivered from here on (RecoverFS)
    void start(int targetBytes, int flightBytes) {
        target = targetBytes;
        flight = Math.max(1, flightBytes);
        delivered = 0;
        out = 0;
        allowance = 0;
    }

    /// An acknowledgment came.
    ///
    /// @param safe it acknowledges something new and tells of no further loss
    void acknowledged(int deliveredBytes, int inFlightBytes, boolean safe, int mss) {
        if (deliveredBytes == 0 && out > 0) {
            return;
        }
        delivered += deliveredBytes;
        long count;
        if (inFlightBytes > target) {
            count = (delivered * target + flight - 1) / flight - out;
        } else {
            count = Math.max(delivered - out, deliveredBytes) + (safe ? mss : 0);
            count = Math.min(target - inFlightBytes, count);
        }
        // the first to be sent again leaves at once
        allowance = (int) Math.max(count, out == 0 ? mss : 0);
    }

    void sent(int bytes) {
        out += bytes;
        allowance -= bytes;
    }

    /// How many bytes may leave now.
    int allowance() {
        return allowance;
    }
}
