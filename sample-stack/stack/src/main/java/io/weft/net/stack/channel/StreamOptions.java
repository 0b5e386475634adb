package io.weft.net.stack.channel;

import io.weft.net.stack.tcp.TcpSocket;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a program wants of a connection, before it is there and while it stands. From any thread.
public final class StreamOptions {

    private final Consumer<Consumer<TcpSocket>> onLoop;
    private volatile boolean noDelay;
    private volatile boolean keepAlive;
    private volatile @Nullable Probes probes;
    private volatile int trafficClass;
    private volatile Duration userTimeout = Duration.ZERO;

    /// When a silent peer is asked whether it is still there.
    private record Probes(Duration idle, Duration interval, int most) { }

    /// @param onLoop does something with the socket on the loop thread if it has one, and nothing otherwise
    StreamOptions(Consumer<Consumer<TcpSocket>> onLoop) {
        this.onLoop = onLoop;
    }

    /// All that was asked for, of a socket that is new. On the loop thread.
    void applyTo(TcpSocket socket) {
        socket.noDelay(noDelay);
        socket.trafficClass(trafficClass);
        if (!userTimeout.isZero()) {
            socket.userTimeout(userTimeout);
        }
        if (keepAlive) {
            probe(socket);
        }
    }

    private void probe(TcpSocket socket) {
        Probes wanted = probes;
        if (keepAlive && wanted != null) {
            socket.keepAlive(wanted.idle, wanted.interval, wanted.most);
        } else {
            socket.keepAlive(keepAlive);
        }
    }

    /// TCP_NODELAY.
    public void noDelay(boolean value) {
        noDelay = value;
        onLoop.accept(socket -> socket.noDelay(value));
    }

    public boolean noDelay() {
        return noDelay;
    }

    /// SO_KEEPALIVE.
    public void keepAlive(boolean value) {
        keepAlive = value;
        onLoop.accept(this::probe);
    }

    public boolean keepAlive() {
        return keepAlive;
    }

    /// TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT, instead of the stack's settings; begins nothing without {@link #keepAlive}.
    ///
    /// @param idle how long the peer is silent before it is asked
    /// @param interval from one question to the next
    /// @param most how many may go unanswered
    public void probes(Duration idle, Duration interval, int most) {
        probes = new Probes(idle, interval, most);
        if (keepAlive) {
            onLoop.accept(this::probe);
        }
    }

    /// TCP_USER_TIMEOUT: how long what was written may go unacknowledged; zero has retransmissions and probes decide.
    public void userTimeout(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("a time-out of " + value);
        }
        if (!value.equals(userTimeout)) {
            userTimeout = value;
            onLoop.accept(socket -> socket.userTimeout(value));
        }
    }

    public Duration userTimeout() {
        return userTimeout;
    }

    /// IP_TOS.
    public void trafficClass(int value) {
        trafficClass = value;
        onLoop.accept(socket -> socket.trafficClass(value));
    }

    public int trafficClass() {
        return trafficClass;
    }
}
