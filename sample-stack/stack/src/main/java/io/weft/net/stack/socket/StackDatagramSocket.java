package io.weft.net.stack.socket;

import java.net.DatagramSocket;

/// A `java.net.DatagramSocket` over the stack.
final class StackDatagramSocket extends DatagramSocket {

    StackDatagramSocket(DatagramPort datagrams) {
        super(new StackDatagramSocketImpl(datagrams));
        datagrams.belongsTo(this);
    }
}
