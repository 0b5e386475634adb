package io.weft.net.drivers.wire;

import io.weft.net.driver.DriverException;
import io.weft.net.packet.PacketPool;
import org.jspecify.annotations.Nullable;

/// An end of a {@link WireHub} for tests and adapters: frames go in and come out as byte arrays. For any thread.
public final class WireProbe implements AutoCloseable {

    private final Port port;

    WireProbe(Port port) {
        this.port = port;
    }

    /// A probe on the segment that `wire:name` opens in this JVM.
    ///
    /// @param offloads as the other ends are opened
    /// @throws DriverException when they were opened otherwise
    public static WireProbe on(String name, boolean offloads) throws DriverException {
        return WireHub.probeNamed(name, offloads);
    }

    /// Sends a frame, of any size and content, to every other end.
    ///
    /// @return false when one of them had no room
    /// @throws IllegalArgumentException for more bytes than a packet has room for
    public boolean inject(byte[] frame) {
        if (frame.length > PacketPool.MAX_FRAME) {
            throw new IllegalArgumentException("a frame of " + frame.length + " bytes; " + PacketPool.MAX_FRAME + " is the most");
        }
        boolean taken = port.send(frame);
        port.wakeOthers();
        return taken;
    }

    /// The next frame that another end sent, or null. A checksum that its sender left to the card is finished; a packet that it left
    /// the card to cut comes whole.
    public synchronized byte @Nullable [] take() {
        return port.inbox().poll();
    }

    /// How many frames {@link #take} has.
    public synchronized int pending() {
        return port.inbox().size();
    }

    /// `waker` is to be run, from a sender's thread, when a frame arrives after {@link #awaitArrival} found none.
    public void onArrival(Runnable waker) {
        port.inbox().waker(waker);
    }

    /// Asks to be woken at the next frame.
    ///
    /// @return false when there is one already
    public synchronized boolean awaitArrival() {
        return port.inbox().waitForFrames();
    }

    /// Leaves the hub.
    @Override
    public void close() {
        port.unplug();
    }
}
