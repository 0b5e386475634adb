package io.weft.net.testkit.network;

import io.weft.net.testkit.packet.PacketAssert;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Frames that were put on links, in their order, and what a test says of them.
///
///     wan.capture().from(nat).udp().only().hasSource("203.0.113.1");
///
/// A snapshot: what comes later is not in it.
public final class Capture {

    private final String what;
    private final List<Frame> frames;

    Capture(String what, List<Frame> frames) {
        this.what = what;
        this.frames = List.copyOf(frames);
    }

    public List<Frame> frames() {
        return frames;
    }

    public int size() {
        return frames.size();
    }

    // ---- some of them

    public Capture where(Predicate<Frame> wanted) {
        return where("some of ", wanted);
    }

    private Capture where(String which, Predicate<Frame> wanted) {
        return new Capture(which + what, frames.stream().filter(wanted).toList());
    }

    /// Those that a host sent or passed on.
    public Capture from(Host host) {
        return new Capture(what + " from " + host.name(), frames.stream().filter(frame -> frame.from() == host).toList());
    }

    public Capture udp() {
        return where("UDP on ", Frame::isUdp);
    }

    public Capture tcp() {
        return where("TCP on ", Frame::isTcp);
    }

    public Capture icmp() {
        return where("ICMP on ", Frame::isIcmp);
    }

    /// Those with IP packets in them, whichever.
    public Capture ip() {
        return where("IP on ", Frame::isIp);
    }

    /// Those that the other end did not get.
    public Capture lost() {
        return where("lost of ", frame -> !frame.fate().arrives());
    }

    // ---- what is said of them

    /// There is one, and it…
    public PacketAssert only() {
        hasSize(1);
        return frames.getFirst().assertThatIt();
    }

    /// There is one at least, and the first…
    public PacketAssert first() {
        requireSome();
        return frames.getFirst().assertThatIt();
    }

    /// There is one at least, and the last…
    public PacketAssert last() {
        requireSome();
        return frames.getLast().assertThatIt();
    }

    public Capture hasSize(int count) {
        if (frames.size() != count) {
            throw new AssertionError(frames.size() + " frames, expected " + count + ": " + this);
        }
        return this;
    }

    public Capture isEmpty() {
        return hasSize(0);
    }

    private void requireSome() {
        if (frames.isEmpty()) {
            throw new AssertionError("no frames: " + this);
        }
    }

    @Override
    public String toString() {
        return what + frames.stream().map(frame -> "\n    " + frame).collect(Collectors.joining());
    }
}
