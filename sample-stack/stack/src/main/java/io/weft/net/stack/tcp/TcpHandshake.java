package io.weft.net.stack.tcp;

/// What two ends tell each other and agree on with their SYNs: MSS, window scale, timestamps.
final class TcpHandshake {

    /// RFC 7323 §2.3.
    static final int MAX_SCALE = 14;

    private final int linkMss;
    private boolean answered;
    private boolean peerScales;
    private boolean peerStamps;
    private boolean repeated;

    TcpHandshake(int linkMss) {
        this.linkMss = linkMss;
    }

    /// Takes the options of the peer's SYN or SYN+ACK.
    void agree(TcpSegment syn, TcpSender sender, TcpReceiver receiver, Timestamps timestamps, long nowNs) {
        answered = true;
        peerScales = syn.windowScale() != TcpSegment.ABSENT;
        peerStamps = syn.hasTimestamp();
        receiver.scaling(peerScales);
        if (peerScales) {
            sender.scale(Math.min(syn.windowScale(), MAX_SCALE));
        }
        if (peerStamps) {
            timestamps.turnOn(syn.timestampValue(), nowNs);
        }
        int peersMss = syn.mss() == TcpSegment.ABSENT ? TcpSender.DEFAULT_MSS : syn.mss();
        sender.agree(peersMss, linkMss, peerStamps ? TcpOption.TIMESTAMP_SPACE : 0);
    }

    int linkMss() {
        return linkMss;
    }

    /// In a SYN as an offer, in a SYN+ACK as an answer to one.
    boolean sendsScale() {
        return !answered || peerScales;
    }

    boolean sendsTimestamp() {
        return !answered || peerStamps;
    }

    /// The SYN or SYN+ACK goes once more.
    void repeat() {
        repeated = true;
    }

    boolean wasRepeated() {
        return repeated;
    }
}
