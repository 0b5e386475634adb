package io.weft.net.stack.tcp;

/// Asks after the end of a flight, where no later segment tells of a loss (RFC 8985 §7): one segment more, well before the time-out.
final class TailLossProbe {

    /// TLP.max_ack_delay: how long a peer may keep an acknowledgment of a lone segment back.
    private static final long PEERS_DELAY_NS = 200_000_000L;
    /// As Linux has it, so that a round trip of microseconds makes no probe of each flight whose end waits for company.
    private static final long MARGIN_NS = 10_000_000L;

    private boolean outstanding;
    private boolean again;
    private int end;

    boolean isOutstanding() {
        return outstanding;
    }

    /// How long after the last transmission it is due.
    long delayNs(long srttNs, boolean lone) {
        return 2 * srttNs + (lone ? PEERS_DELAY_NS : MARGIN_NS);
    }

    /// @param sndNxt with the probe
    /// @param wasSentAgain whether it was no new data
    void sent(int sndNxt, boolean wasSentAgain) {
        outstanding = true;
        again = wasSentAgain;
        end = sndNxt;
    }

    void forget() {
        outstanding = false;
    }

    /// Judges by an acknowledgment (§7.4.2).
    ///
    /// @param pureDuplicate it acknowledges nothing new and bears neither data, a new window nor SACKs
    /// @return whether the probe made a loss good that nobody else has seen
    boolean repaired(int acknowledgment, boolean doubled, boolean pureDuplicate) {
        if (!outstanding || SeqNum.isBefore(acknowledgment, end)) {
            return false;
        }
        if (!again || doubled || pureDuplicate) {
            outstanding = false;
            return false;
        }
        if (SeqNum.isAfter(acknowledgment, end)) {
            outstanding = false;
            return true;
        }
        return false;
    }
}
