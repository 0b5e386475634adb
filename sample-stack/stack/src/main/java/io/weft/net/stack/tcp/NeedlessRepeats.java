package io.weft.net.stack.tcp;

/// Finds out whether all that was sent again since a reduction had arrived the first time: by what the peer says came twice (RFC 3708), or
/// by the timestamp that it echoes (RFC 3522).
final class NeedlessRepeats {

    private boolean watching;
    private boolean sentSome;
    private int undoubtedBytes;
    private int from;
    private int firstStamp;
    private boolean firstAcknowledged;

    /// The window was reduced.
    void begin(int sndUna) {
        watching = true;
        sentSome = false;
        undoubtedBytes = 0;
        from = sndUna;
        firstAcknowledged = false;
    }

    /// Another loss has taken over, or nothing is to be found any more.
    void end() {
        watching = false;
    }

    /// @param stamp of the segment, where timestamps are on
    void sentAgain(int bytes, int stamp) {
        if (watching) {
            if (!sentSome) {
                firstStamp = stamp;
            }
            sentSome = true;
            undoubtedBytes += bytes;
        }
    }

    /// The peer says that these bytes came twice.
    ///
    /// @return whether that is now said of all that was sent again
    boolean doubled(int start, int bytes) {
        if (!watching || !sentSome || SeqNum.isBefore(start, from)) {
            return false;
        }
        undoubtedBytes -= bytes;
        return undoubtedBytes <= 0;
    }

    /// Something new was acknowledged, by a segment with a timestamp.
    ///
    /// @return whether what was sent again first had arrived before
    boolean acknowledged(int timestampEcho) {
        if (!watching || !sentSome || firstAcknowledged) {
            return false;
        }
        firstAcknowledged = true;
        return timestampEcho - firstStamp < 0;
    }
}
