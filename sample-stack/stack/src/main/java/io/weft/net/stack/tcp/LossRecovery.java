package io.weft.net.stack.tcp;

/// Whether a reduction of the window is under way, up to where, and how much may leave meanwhile. The kernel's states Open, CWR, Recovery
/// and Loss.
final class LossRecovery {

    private enum Phase {
        OPEN,
        /// A router has marked something: less is to be sent, though nothing was lost.
        REDUCTION,
        /// Something was lost, other things were not.
        RECOVERY,
        /// Nothing came back in time.
        TIMED_OUT
    }

    private final CongestionControl congestion;
    private final ProportionalRate rate = new ProportionalRate();
    private Phase phase = Phase.OPEN;
    /// The phase ends when this is acknowledged.
    private int until;
    /// Duplicates of what lies before tell of no new loss (RFC 6582 §3.2, step 2).
    private int guard;
    /// Whether it is yet to be seen if the time-out was needed (RFC 5682).
    private boolean doubted;
    private boolean newDataAsked;

    LossRecovery(CongestionControl congestion) {
        this.congestion = congestion;
    }

    void start(int iss) {
        until = iss;
        guard = iss;
    }

    // ---- what begins

    /// Something was found lost.
    ///
    /// @param flightBytes what was under way before the acknowledgment that told of it
    /// @param arriving what will be told delivered from that acknowledgment on
    /// @return whether a reduction begins with it
    boolean lost(int sndNxt, int flightBytes, int arriving) {
        boolean begins = phase == Phase.OPEN;
        if (begins) {
            reduce(flightBytes, arriving);
        }
        if (begins || phase == Phase.REDUCTION) {
            phase = Phase.RECOVERY;
            until = sndNxt;
            guard = sndNxt;
        }
        return begins;
    }

    /// A router marked a segment (RFC 3168 §6.1.2): once a round trip that counts as a loss.
    ///
    /// @return whether a reduction begins with it
    boolean marked(int sndNxt, int flightBytes, int arriving) {
        if (phase != Phase.OPEN) {
            return false;
        }
        reduce(flightBytes, arriving);
        phase = Phase.REDUCTION;
        until = sndNxt;
        return true;
    }

    private void reduce(int flightBytes, int arriving) {
        congestion.reduced(flightBytes);
        rate.start(congestion.thresholdBytes(), arriving);
    }

    /// The probe of a flight's end made good what nobody else has seen lost (RFC 8985 §7.4).
    void probeRepaired(int flightBytes) {
        if (phase == Phase.OPEN) {
            congestion.reduced(flightBytes);
        }
    }

    /// Nothing came back in time.
    ///
    /// @param first whether it is the first time for the same segment: only then the window is reduced (RFC 5681 §3.1)
    /// @param mayBeDoubted whether it can be found out if it was needed
    void timedOut(boolean first, int sndNxt, int flightBytes, boolean mayBeDoubted) {
        if (first) {
            congestion.timedOut(flightBytes, phase == Phase.RECOVERY);
        }
        doubted = mayBeDoubted && first && phase != Phase.TIMED_OUT;
        newDataAsked = false;
        sendAllAgain(sndNxt);
    }

    /// All is to be sent again, for another reason than congestion.
    void sendAllAgain(int sndNxt) {
        phase = Phase.TIMED_OUT;
        until = sndNxt;
        guard = sndNxt;
    }

    // ---- what an acknowledgment does

    /// @return whether a phase has ended with it
    boolean endsAt(int sndUna) {
        if (SeqNum.isAfter(sndUna, guard)) {
            // it moves along, so that it lies before however far the stream goes
            guard = sndUna - 1;
        }
        if (phase == Phase.OPEN || SeqNum.isBefore(sndUna, until)) {
            return false;
        }
        if (phase != Phase.TIMED_OUT) {
            congestion.recovered();
        }
        phase = Phase.OPEN;
        doubted = false;
        return true;
    }

    /// Judges whether a time-out was needed (RFC 5682 §3.1, with SACK).
    ///
    /// @param provenWrong something arrived that had not been sent again
    /// @param advances it acknowledges something new
    /// @param sacks it tells of something behind a gap
    /// @return whether it was not: all is as before, and nothing lost
    boolean wasNeedless(boolean provenWrong, boolean advances, boolean sacks) {
        if (phase != Phase.TIMED_OUT || !doubted) {
            return false;
        }
        if (provenWrong) {
            undo();
            return true;
        }
        // step 2: new data first, whose acknowledgment tells
        newDataAsked = !newDataAsked && advances && !sacks;
        doubted = newDataAsked;
        return false;
    }

    /// Whether new data is to leave before what seems lost.
    boolean asksForNewData() {
        return newDataAsked && phase == Phase.TIMED_OUT;
    }

    /// New data has left, or there is none.
    void newDataIsOut(boolean some) {
        doubted &= some;
        newDataAsked &= some;
    }

    /// So many bytes were delivered.
    ///
    /// @param safe the acknowledgment tells of something new and of no further loss
    void delivered(int bytes, int inFlightBytes, boolean safe, int mss) {
        if (phase == Phase.RECOVERY || phase == Phase.REDUCTION) {
            rate.acknowledged(bytes, inFlightBytes, safe, mss);
        }
    }

    void undo() {
        congestion.undo();
        phase = Phase.OPEN;
        doubted = false;
    }

    // ---- what is asked

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /// Losses are being made good.
    boolean isRecovering() {
        return phase == Phase.RECOVERY || phase == Phase.TIMED_OUT;
    }

    /// The window grows: in the open, and in slow start after a time-out.
    boolean grows() {
        return phase == Phase.OPEN || phase == Phase.TIMED_OUT;
    }

    /// The acknowledgment ends in another hole (RFC 6582 §3.2, step 3).
    boolean isPartial(int sndUna) {
        return phase == Phase.RECOVERY && SeqNum.isBefore(sndUna, until);
    }

    boolean believesDuplicates(int sndUna) {
        return (phase == Phase.OPEN || phase == Phase.REDUCTION) && SeqNum.isAfter(sndUna, guard);
    }

    /// How many bytes may leave now.
    int allowance(int inFlightBytes) {
        return switch (phase) {
            case OPEN, TIMED_OUT -> congestion.windowBytes() - inFlightBytes;
            case REDUCTION, RECOVERY -> rate.allowance();
        };
    }

    void sent(int bytes) {
        rate.sent(bytes);
    }
}
