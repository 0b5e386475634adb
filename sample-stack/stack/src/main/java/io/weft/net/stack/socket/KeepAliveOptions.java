package io.weft.net.stack.socket;

import java.net.SocketException;
import java.net.SocketOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;

/// How often a silent peer is asked whether it is still there, in seconds and times; with the kernel's values where nobody says so.
/// Programs set them without asking whether a socket knows them, where the machine's do.
final class KeepAliveOptions {

    static final Set<SocketOption<?>> ALL = Set.of(ExtendedSocketOptions.TCP_KEEPIDLE, ExtendedSocketOptions.TCP_KEEPINTERVAL,
            ExtendedSocketOptions.TCP_KEEPCOUNT);

    private final Map<SocketOption<?>, Object> values = new ConcurrentHashMap<>(Map.of(ExtendedSocketOptions.TCP_KEEPIDLE, 7_200,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 75, ExtendedSocketOptions.TCP_KEEPCOUNT, 9));

    void set(SocketOption<?> name, Object value) throws SocketException {
        if ((Integer) value < 1) {
            throw new SocketException("Invalid argument");
        }
        values.put(name, value);
    }

    Object get(SocketOption<?> name) {
        return values.get(name);
    }
}
