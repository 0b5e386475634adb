package io.weft.net.stack.socket;

import io.weft.net.stack.channel.StreamOptions;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;

/// How long a peer may be silent: how often it is asked whether it is still there, in seconds and times, and when it is given up, in
/// milliseconds; with the kernel's values where nobody says so. Programs set them without asking whether a socket knows them, where the
/// machine's do.
final class PatienceOptions {

    static final Set<SocketOption<?>> ALL = Set.of(ExtendedSocketOptions.TCP_KEEPIDLE, ExtendedSocketOptions.TCP_KEEPINTERVAL,
            ExtendedSocketOptions.TCP_KEEPCOUNT, StackSocketOptions.TCP_USER_TIMEOUT);

    private final Map<SocketOption<?>, Integer> values = new ConcurrentHashMap<>(Map.of(ExtendedSocketOptions.TCP_KEEPIDLE, 7_200,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 75, ExtendedSocketOptions.TCP_KEEPCOUNT, 9, StackSocketOptions.TCP_USER_TIMEOUT, 0));
    private volatile boolean probesSet;

    void set(SocketOption<?> name, Object value) throws SocketException {
        boolean ofProbes = !name.equals(StackSocketOptions.TCP_USER_TIMEOUT);
        if ((Integer) value < (ofProbes ? 1 : 0)) {
            throw new SocketException("Invalid argument");
        }
        values.put(name, (Integer) value);
        probesSet |= ofProbes;
    }

    Object get(SocketOption<?> name) {
        return values.get(name);
    }

    /// A listener's are those of the connections that it takes.
    void inherit(PatienceOptions from) {
        values.putAll(from.values);
        probesSet |= from.probesSet;
    }

    /// Has a connection keep to them; the stack's settings stand where nobody has set any.
    void applyTo(StreamOptions connection) {
        if (probesSet) {
            connection.probes(seconds(ExtendedSocketOptions.TCP_KEEPIDLE), seconds(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    values.get(ExtendedSocketOptions.TCP_KEEPCOUNT));
        }
        connection.userTimeout(Duration.ofMillis(values.get(StackSocketOptions.TCP_USER_TIMEOUT)));
    }

    private Duration seconds(SocketOption<Integer> name) {
        return Duration.ofSeconds(values.get(name));
    }
}
