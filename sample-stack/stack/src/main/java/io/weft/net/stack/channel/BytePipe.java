package io.weft.net.stack.channel;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream of bytes from one thread to another, bounded, without a lock: one at a time puts, one at a time gets.
///
/// The bytes lie in a chain of chunks. Of an empty pipe the last chunk is written anew from its beginning, so that short messages to and
/// fro need no memory but the first; a chunk that was emptied while more were there is kept for the next need.
final class BytePipe {

    private static final int LEAST_CHUNK = 1 << 11;
    private static final int MOST_CHUNK = 1 << 14;

    /// Gives bytes: how many, 0 for none now, or less than 0 at its end.
    @FunctionalInterface
    interface Source {
        int read(byte[] to, int offset, int length) throws IOException;
    }

    /// Takes bytes: how many.
    @FunctionalInterface
    interface Sink {
        int write(byte[] from, int offset, int length) throws IOException;
    }

    /// Written before `put` is, and read after it was.
    private static final class Chunk {

        private final byte[] bytes;
        /// How many bytes of the stream lie before its first.
        private long start;
        private @Nullable Chunk next;

        Chunk(int size) {
            bytes = new byte[size];
        }

        int placeOf(long position) {
            return (int) (position - start);
        }

        int behind(long position) {
            return bytes.length - placeOf(position);
        }
    }

    private volatile int capacity;
    /// How many bytes were ever put and got. Each is written by one side, as the last thing that it does.
    private volatile long put;
    private volatile long got;
    private volatile @Nullable Chunk spare;
    private Chunk tail = new Chunk(0);
    private Chunk head = tail;

    BytePipe(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    void capacity(int value) {
        capacity = value;
    }

    int size() {
        return (int) (put - got);
    }

    boolean isEmpty() {
        return put == got;
    }

    int room() {
        return Math.max(0, capacity - size());
    }

    // ---- who puts

    /// Puts as many as there is room for.
    int put(byte[] from, int offset, int length) {
        int wanted = Math.min(length, room());
        int done = 0;
        while (done < wanted) {
            Chunk chunk = chunkToFill(wanted - done);
            int count = Math.min(wanted - done, chunk.behind(put));
            System.arraycopy(from, offset + done, chunk.bytes, chunk.placeOf(put), count);
            put = put + count;
            done += count;
        }
        return done;
    }

    /// Puts what the source gives, as much as there is room for.
    ///
    /// @param expected how much that may be
    /// @return how many bytes came
    int fillFrom(Source source, int expected) throws IOException {
        int done = 0;
        for (int room = room(); room > 0; room = room()) {
            Chunk chunk = chunkToFill(Math.min(expected, room));
            int count = source.read(chunk.bytes, chunk.placeOf(put), Math.min(room, chunk.behind(put)));
            if (count <= 0) {
                break;
            }
            put = put + count;
            done += count;
        }
        return done;
    }

    private Chunk chunkToFill(int wanted) {
        if (put == got && tail.bytes.length > 0) {
            // nobody looks at it until `put` moves
            tail.start = put;
        }
        if (tail.behind(put) == 0) {
            Chunk more = spare;
            spare = null;
            if (more == null) {
                more = new Chunk(Math.clamp(Integer.highestOneBit(Math.max(1, wanted) - 1) * 2L, LEAST_CHUNK, MOST_CHUNK));
            }
            more.start = put;
            tail.next = more;
            tail = more;
        }
        return tail;
    }

    // ---- who gets

    int get(byte[] to, int offset, int length) {
        int wanted = Math.min(length, size());
        int done = 0;
        while (done < wanted) {
            Chunk chunk = chunkToEmpty();
            int count = Math.min(wanted - done, chunk.behind(got));
            System.arraycopy(chunk.bytes, chunk.placeOf(got), to, offset + done, count);
            got = got + count;
            done += count;
        }
        return done;
    }

    /// Gets what the sink takes.
    ///
    /// @return whether it took all that was there
    boolean drainTo(Sink sink) throws IOException {
        for (int there = size(); there > 0; there = size()) {
            Chunk chunk = chunkToEmpty();
            int length = Math.min(there, chunk.behind(got));
            int count = sink.write(chunk.bytes, chunk.placeOf(got), length);
            got = got + count;
            if (count < length) {
                return false;
            }
        }
        return true;
    }

    /// Only where there is something to get.
    private Chunk chunkToEmpty() {
        while (head.behind(got) == 0) {
            Chunk empty = head;
            head = Objects.requireNonNull(empty.next);
            empty.next = null;
            if (empty.bytes.length > 0) {
                spare = empty;
            }
        }
        return head;
    }
}
