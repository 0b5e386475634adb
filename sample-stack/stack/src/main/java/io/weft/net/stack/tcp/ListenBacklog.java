package io.weft.net.stack.tcp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The connections of a listener that no program has yet: those that are being opened, and those that stand. Bounded as the kernel's SYN
/// queue and accept queue are.
final class ListenBacklog {

    /// `net.core.somaxconn`.
    private static final int MOST = 4_096;

    private final int size;
    private final Set<TcpSocket> opening = new LinkedHashSet<>();
    private final Queue<TcpSocket> waiting = new ArrayDeque<>();

    ListenBacklog(int wanted) {
        size = Math.clamp(wanted, 1, MOST);
    }

    int size() {
        return size;
    }

    /// Whether no more can be opened at a time.
    boolean isSynQueueFull() {
        return opening.size() >= size;
    }

    /// Whether no more may stand that nobody accepts. One more may than was asked for, as in the kernel.
    boolean isAcceptQueueFull() {
        return waiting.size() > size;
    }

    void opens(TcpSocket socket) {
        opening.add(socket);
    }

    /// @return false when it was not one of these
    boolean stands(TcpSocket socket) {
        return opening.remove(socket) && waiting.add(socket);
    }

    void ended(TcpSocket socket) {
        opening.remove(socket);
        // one whose stream can still be read to its end stays
        if (socket.state() == TcpState.CLOSED) {
            waiting.remove(socket);
        }
    }

    @Nullable TcpSocket next() {
        return waiting.poll();
    }

    int opening() {
        return opening.size();
    }

    int waiting() {
        return waiting.size();
    }

    List<TcpSocket> takeAll() {
        List<TcpSocket> all = new ArrayList<>(opening);
        all.addAll(waiting);
        opening.clear();
        waiting.clear();
        return all;
    }
}
