package io.weft.net.stack.socket;

import io.weft.net.stack.channel.StreamOptions;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;

/// How often a silent peer is asked whether it is still there, in seconds and times; with the kernel's values where nobody says so.
/// Programs set them without asking whether a socket knows them, where the machine's do.
final class KeepAliveOptions {

    static final Set<SocketOption<?>> ALL = Set.of(ExtendedSocketOptions.TCP_KEEPIDLE, ExtendedSocketOptions.TCP_KEEPINTERVAL,
            ExtendedSocketOptions.TCP_KEEPCOUNT);

    private final Map<SocketOption<?>, Integer> values = new ConcurrentHashMap<>(Map.of(ExtendedSocketOptions.TCP_KEEPIDLE, 7_200,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 75, ExtendedSocketOptions.TCP_KEEPCOUNT, 9));
    private volatile boolean set;

    void set(SocketOption<?> name, Object value) throws SocketException {
        if ((Integer) value < 1) {
            throw new SocketException("Invalid argument");
        }
        values.put(name, (Integer) value);
        set = true;
    }

    Object get(SocketOption<?> name) {
        return values.get(name);
    }

    /// A listener's are those of the connections that it takes.
    void inherit(KeepAliveOptions from) {
        values.putAll(from.values);
        set |= from.set;
    }

    /// Has a connection keep to them; the stack's settings stand where nobody has set any.
    void applyTo(StreamOptions connection) {
        if (set) {
            connection.probes(seconds(ExtendedSocketOptions.TCP_KEEPIDLE), seconds(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    values.get(ExtendedSocketOptions.TCP_KEEPCOUNT));
        }
    }

    private Duration seconds(SocketOption<Integer> name) {
        return Duration.ofSeconds(values.get(name));
    }
}
