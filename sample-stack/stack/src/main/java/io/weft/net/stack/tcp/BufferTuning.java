package io.weft.net.stack.tcp;

/// How much a connection buffers each way: little at first, and more as path and program prove to use it, while the stack has memory. The
/// kernel's tcp_sndbuf_expand and tcp_rcv_space_adjust (dynamic right-sizing).
final class BufferTuning {

    /// `net.ipv4.tcp_rmem`'s second number.
    private static final int FIRST_BYTES = 131_072;
    private static final int SLACK_SEGMENTS = 16;

    private final int mostSendBytes;
    private final int mostReceiveBytes;
    private final TcpMemory memory;
    private int sendBytes;
    private int receiveBytes;
    private long measuringSinceNs;
    private int readBytes;
    /// What the program read in a round trip, at most.
    private int bestBytes;

    BufferTuning(TcpSettings settings, TcpMemory memory) {
        mostSendBytes = settings.sendBytes();
        mostReceiveBytes = settings.receiveBytes();
        this.memory = memory;
        sendBytes = Math.min(FIRST_BYTES, mostSendBytes);
        receiveBytes = Math.min(FIRST_BYTES, mostReceiveBytes);
    }

    int sendBytes() {
        return sendBytes;
    }

    int receiveBytes() {
        return receiveBytes;
    }

    /// Something was acknowledged: room for what is under way, and as much for what the program prepares meanwhile.
    ///
    /// @return what may be buffered from now on
    int acknowledged(int congestionWindow) {
        if (2L * congestionWindow > sendBytes && !memory.isShort()) {
            sendBytes = (int) Math.min(mostSendBytes, 2L * congestionWindow);
        }
        return sendBytes;
    }

    /// The program is about to read something. What it reads in one round trip the peer may send in the next, and twice that while it speeds up.
    ///
    /// @param roundTripNs as far as it is known
    /// @return what may be buffered from now on
    int read(int bytes, long roundTripNs, int mss, long nowNs) {
        if (measuringSinceNs == 0) {
            measuringSinceNs = nowNs;
            bestBytes = receiveBytes / 2;
            return receiveBytes;
        }
        readBytes += bytes;
        if (nowNs - measuringSinceNs < roundTripNs) {
            return receiveBytes;
        }
        if (readBytes > bestBytes && !memory.isShort()) {
            long wanted = 2L * readBytes + (long) SLACK_SEGMENTS * mss;
            wanted += wanted * (readBytes - bestBytes) / bestBytes;
            receiveBytes = (int) Math.max(receiveBytes, Math.min(mostReceiveBytes, wanted));
        }
        bestBytes = Math.max(bestBytes, readBytes);
        measuringSinceNs = nowNs;
        readBytes = 0;
        return receiveBytes;
    }
}
