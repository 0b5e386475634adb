package io.weft.net.driver;

import io.weft.net.address.MacAddress;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;

/// A network interface card, real or not: moves batches of frames.
///
/// {@link #poll}, {@link #pollWithinNs}, {@link #transmit}, {@link #listenTo} and {@link #close} are called by the loop thread only; the
/// rest from any.
public interface Driver extends AutoCloseable {

    /// Whether frames have a link-layer header.
    enum LinkLayer {
        /// Ethernet II frames without FCS.
        ETHERNET,
        /// Bare IP packets (TUN).
        NONE
    }

    /// How it was opened, such as `raw:eth0`.
    String name();

    LinkLayer linkLayer();

    /// The card's own address; {@link MacAddress#ZERO} where {@link #linkLayer} is NONE.
    MacAddress mac();

    /// The largest IP packet in bytes that the link takes, segmentation offload aside.
    int mtu();

    /// What {@link #transmit} does by itself; asked once.
    Offloads offloads();

    boolean linkUp();

    DriverCounters counters();

    /// Takes frames that have arrived, never waits.
    ///
    /// Adds to `batch`, up to its capacity, packets from `pool` whose data is the frame from its first byte, with the checksum state,
    /// segmentation and addressing kind (`linkType`) that the card reports; without such a report they stay as the pool made them.
    ///
    /// @return how many were added
    int poll(PacketBatch batch, PacketPool pool);

    /// Takes every packet of `batch` and leaves it empty: sends the frames, releases the packets. Never waits; a frame that the card
    /// has no room for now is counted in {@link DriverCounters#txDropped} and released.
    void transmit(PacketBatch batch);

    /// The card is to take frames to a multicast address, too, or not any more. Called once for an address that is wanted, and once when it
    /// is not. Nothing is to be done for a card that takes all frames; others may come to take more than was asked for.
    ///
    /// @param group an Ethernet multicast address
    default void listenTo(MacAddress group, boolean wanted) { }

    /// A file descriptor that poll(2) reports readable when frames have arrived, or -1 for a driver that calls the waker instead.
    default int fileDescriptor() {
        return -1;
    }

    /// For drivers without a file descriptor: `waker` is to be run, from any thread, when frames arrive after a {@link #poll} that found
    /// none. Set once before the first poll.
    default void onArrival(Runnable waker) { }

    /// How long until {@link #poll} has something to do that nothing else tells of, such as to hand over a frame that the driver held back:
    /// the loop does not sleep longer. {@link Long#MAX_VALUE} when there is nothing. Called by the loop thread, before it sleeps.
    default long pollWithinNs() {
        return Long.MAX_VALUE;
    }

    /// True when no frame will ever arrive any more, as at the end of a capture file.
    default boolean exhausted() {
        return false;
    }

    /// Gives back what was opened. Packets that were not sent are released.
    @Override
    void close();
}
