package io.weft.net.stack.tcp;

/// How much may be under way in the network at once. Told of what happens; measures nothing and has no clock.
interface CongestionControl {

    /// {@link #acknowledged} without a round trip measured.
    long NO_RTT = -1;

    static CongestionControl of(TcpSwitches.Congestion which) {
        return switch (which) {
            case RENO -> new Reno();
            case CUBIC -> new Cubic();
        };
    }

    /// The connection stands; `mss` is what a full segment carries, and may be told anew.
    void start(int mss);

    /// The bytes that may be under way.
    int windowBytes();

    /// What the window was reduced to, or is to come to after a time-out (ssthresh).
    int thresholdBytes();

    /// New data was acknowledged, outside of a reduction.
    ///
    /// @param inFlightBytes before it was
    /// @param rttNs the round trip that it tells of, or {@link #NO_RTT}
    /// @param srttNs the smoothed one
    void acknowledged(int bytes, int inFlightBytes, long rttNs, long srttNs, long nowNs);

    /// Something was lost and other things were not, or a router has marked a segment (RFC 3168).
    void reduced(int inFlightBytes);

    /// The reduction is over.
    void recovered();

    /// Nothing came back in time.
    void timedOut(int inFlightBytes);

    /// The last reduction was for nothing: as if it had not been.
    void undo();

    /// Nothing was sent for so many retransmission time-outs.
    void idled(int timeOuts);
}
