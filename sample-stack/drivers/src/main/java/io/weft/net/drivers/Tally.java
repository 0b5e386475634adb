package io.weft.net.drivers;

import io.weft.net.driver.DriverCounters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The counters of a driver, while they count: the loop thread adds, any thread takes a snapshot.
public final class Tally {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int RX_PACKETS = 0;
    private static final int RX_BYTES = 1;
    private static final int RX_DROPPED = 2;
    private static final int RX_ERRORS = 3;
    private static final int TX_PACKETS = 4;
    private static final int TX_BYTES = 5;
    private static final int TX_DROPPED = 6;
    private static final int TX_ERRORS = 7;
    private static final int RX_CUT = 8;

    private final long[] cells = new long[9];

    public void received(int packets, long bytes) {
        add(RX_PACKETS, packets);
        add(RX_BYTES, bytes);
    }

    public void receiveErrors(int packets) {
        add(RX_ERRORS, packets);
    }

    /// Frames that were lost for want of room, beside those that the card counts.
    public void receiveDropped(int packets) {
        add(RX_CUT, packets);
    }

    public void sent(int packets, long bytes) {
        add(TX_PACKETS, packets);
        add(TX_BYTES, bytes);
    }

    public void transmitDropped(int packets) {
        add(TX_DROPPED, packets);
    }

    public void transmitErrors(int packets) {
        add(TX_ERRORS, packets);
    }

    // one thread writes each cell: no read-modify-write is needed, only that others see whole values
    private void add(int cell, long count) {
        if (count != 0) {
            CELL.setOpaque(cells, cell, cells[cell] + count);
        }
    }

    /// Notes how many frames were lost before the driver could take them, as a total; from the one thread that asks the card.
    public void receiveDroppedInAll(long packets) {
        CELL.setOpaque(cells, RX_DROPPED, packets);
    }

    public DriverCounters snapshot() {
        return new DriverCounters(at(RX_PACKETS), at(RX_BYTES), at(RX_DROPPED) + at(RX_CUT), at(RX_ERRORS),
                at(TX_PACKETS), at(TX_BYTES), at(TX_DROPPED), at(TX_ERRORS));
    }

    private long at(int cell) {
        return (long) CELL.getOpaque(cells, cell);
    }
}
