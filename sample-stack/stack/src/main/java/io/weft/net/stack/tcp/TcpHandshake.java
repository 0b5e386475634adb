package io.weft.net.stack.tcp;

/// What two ends tell each other and agree on with their SYNs: MSS, window scale, timestamps, SACK.
final class TcpHandshake {

    /// RFC 7323 §2.3.
    static final int MAX_SCALE = 14;

    private final int linkMss;
    private final boolean sack;
    private boolean answered;
    private boolean peerScales;
    private boolean peerStamps;
    private boolean peerSacks;
    private boolean repeated;

    TcpHandshake(int linkMss, boolean sack) {
        this.linkMss = linkMss;
        this.sack = sack;
    }

    /// Takes the options of the peer's SYN or SYN+ACK.
    void agree(TcpSegment syn, TcpSender sender, TcpReceiver receiver, Timestamps timestamps, long nowNs) {
        answered = true;
        peerScales = syn.windowScale() != TcpSegment.ABSENT;
        peerStamps = syn.hasTimestamp();
        peerSacks = sack && syn.permitsSack();
        receiver.scaling(peerScales);
        receiver.sacking(peerSacks);
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

    boolean sendsSackPermitted() {
        return sack && (!answered || peerSacks);
    }

    /// Both ends tell by SACK what has come.
    boolean agreesOnSack() {
        return peerSacks;
    }

    /// The SYN or SYN+ACK goes once more.
    void repeat() {
        repeated = true;
    }

    boolean wasRepeated() {
        return repeated;
    }
}
