package io.weft.net.stack.tcp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The connections of a stack by their ends: a hash table with open places under a secret, so that nobody fills one corner of it.
final class ConnectionTable {

    private final int secret;
    private @Nullable TcpConnection[] places = new TcpConnection[64];
    private int size;

    ConnectionTable(int secret) {
        this.secret = secret | 1;
    }

    int size() {
        return size;
    }

    @Nullable TcpConnection find(int localAddress, int localPort, int remoteAddress, int remotePort) {
        int at = start(localAddress, localPort, remoteAddress, remotePort);
        for (TcpConnection here = places[at]; here != null; here = places[at]) {
            if (here.tuple().is(localAddress, localPort, remoteAddress, remotePort)) {
                return here;
            }
            at = next(at);
        }
        return null;
    }

    void add(TcpConnection connection) {
        if (++size * 2 > places.length) {
            grow();
        }
        put(connection);
    }

    void remove(TcpConnection connection) {
        int at = start(connection.tuple());
        while (places[at] != connection) {
            if (places[at] == null) {
                return;
            }
            at = next(at);
        }
        size--;
        places[at] = null;
        // those behind it may have been looking for this place
        for (int behind = next(at); places[behind] != null; behind = next(behind)) {
            TcpConnection moved = places[behind];
            places[behind] = null;
            put(moved);
        }
    }

    List<TcpConnection> all() {
        List<TcpConnection> all = new ArrayList<>(size);
        for (TcpConnection here : places) {
            if (here != null) {
                all.add(here);
            }
        }
        return all;
    }

    private void put(TcpConnection connection) {
        int at = start(connection.tuple());
        while (places[at] != null) {
            at = next(at);
        }
        places[at] = connection;
    }

    private void grow() {
        @Nullable TcpConnection[] before = places;
        places = new TcpConnection[before.length * 2];
        for (TcpConnection here : before) {
            if (here != null) {
                put(here);
            }
        }
    }

    private int start(FourTuple tuple) {
        return start(tuple.localAddress(), tuple.localPort(), tuple.remoteAddress(), tuple.remotePort());
    }

    private int start(int localAddress, int localPort, int remoteAddress, int remotePort) {
        int mixed = (remoteAddress ^ secret) * 0x9E3779B1;
        mixed = (mixed ^ mixed >>> 15 ^ (remotePort << 16 | localPort)) * secret;
        mixed = (mixed ^ mixed >>> 13 ^ localAddress) * 0x85EBCA77;
        return (mixed ^ mixed >>> 16) & places.length - 1;
    }

    private int next(int at) {
        return at + 1 & places.length - 1;
    }
}
