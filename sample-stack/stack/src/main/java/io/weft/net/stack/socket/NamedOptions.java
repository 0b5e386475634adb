package io.weft.net.stack.socket;

import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.util.Set;

/// The options of a socket of `java.net` by their newer names: those that have a number go to the socket by it, the others are its
/// {@link PatienceOptions}.
final class NamedOptions {

    private final SocketOptions socket;
    private final Set<SocketOption<?>> supported;
    private final PatienceOptions patience = new PatienceOptions();

    NamedOptions(SocketOptions socket, Set<SocketOption<?>> supported) {
        this.socket = socket;
        this.supported = supported;
    }

    PatienceOptions patience() {
        return patience;
    }

    Set<SocketOption<?>> supported() {
        return supported;
    }

    /// @throws UnsupportedOperationException for one that is not among the supported, as `java.net` wants it
    void set(SocketOption<?> name, Object value) throws SocketException {
        if (isPatience(name)) {
            patience.set(name, value);
        } else {
            socket.setOption(StandardOptions.number(name, supported), StandardOptions.toNumbered(name, value));
        }
    }

    /// @throws UnsupportedOperationException for one that is not among the supported
    @SuppressWarnings("unchecked")
    <T> T get(SocketOption<T> name) throws SocketException {
        return (T) (isPatience(name) ? patience.get(name) : socket.getOption(StandardOptions.number(name, supported)));
    }

    private boolean isPatience(SocketOption<?> name) {
        return PatienceOptions.ALL.contains(name) && supported.contains(name);
    }
}
