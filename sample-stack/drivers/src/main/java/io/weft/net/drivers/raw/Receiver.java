package io.weft.net.drivers.raw;

import io.weft.net.drivers.linux.Libc;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;

/// Takes frames from a packet socket.
sealed interface Receiver permits MessageReceiver, RingReceiver {

    /// Adds what is there to the batch, as far as the batch and the pool have room.
    ///
    /// @return how many frames came, in the batch or not, or a negated error number
    int receive(Libc libc, int fd, PacketBatch batch, PacketPool pool);

    /// Gives back what it holds of the pool; nothing is received any more.
    void release();
}
