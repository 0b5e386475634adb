package io.weft.net.testkit.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The last frames of all links of a network, up to a number of bytes. For any thread.
final class Tape {

    private static final long MOST_BYTES = 64L << 20;
    private static final int OVERHEAD = 64;

    private final Deque<Frame> frames = new ArrayDeque<>();
    private long bytes;
    private long forgotten;

    synchronized void record(Frame frame) {
        frames.add(frame);
        bytes += frame.bytes().length + OVERHEAD;
        while (bytes > MOST_BYTES) {
            bytes -= frames.remove().bytes().length + OVERHEAD;
            forgotten++;
        }
    }

    synchronized List<Frame> frames() {
        return new ArrayList<>(frames);
    }

    /// How many of the first ones are not here any more.
    synchronized long forgotten() {
        return forgotten;
    }
}
