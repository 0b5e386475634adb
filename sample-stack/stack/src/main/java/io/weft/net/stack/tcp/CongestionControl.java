package io.weft.net.stack.tcp;

/// How much may be under way in the network at once. Told of what happens; measures nothing and has no clock.
interface CongestionControl {

    /// The connection stands; `mss` is what a full segment carries, and may be told anew.
    void start(int mss);

    /// The bytes that may be under way.
    int windowBytes();

    /// New data was acknowledged, outside of recovery.
    ///
    /// @param inFlightBytes before it was
    void acknowledged(int bytes, int inFlightBytes);

    /// A segment was lost and others were not.
    void lost(int inFlightBytes);

    /// Nothing came back in time.
    void timedOut(int inFlightBytes);

    /// Recovery is over.
    void recovered(int inFlightBytes);

    /// Nothing was sent for longer than a retransmission time-out.
    void idled();
}
