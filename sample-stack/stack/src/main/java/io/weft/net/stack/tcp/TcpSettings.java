package io.weft.net.stack.tcp;

/// What connections keep to, by the kernel's switches.
///
/// @param synRetries `net.ipv4.tcp_syn_retries`: how often a SYN is sent again
/// @param synAckRetries `net.ipv4.tcp_synack_retries`
/// @param retries `net.ipv4.tcp_retries2`: how often data is sent again before the connection is given up
/// @param receiveBytes how much may wait to be read at most, a power of two (`net.ipv4.tcp_rmem`'s third number)
/// @param sendBytes how much may wait to be sent or acknowledged at most, a power of two (`net.ipv4.tcp_wmem`'s third)
/// @param delayedAckNs how long an acknowledgment may wait for company, at most 500 ms (RFC 9293 §3.8.6.3)
/// @param timeWaitNs how long an end is remembered (2 MSL), and how long one that nobody holds waits for the peer's FIN
///     (`net.ipv4.tcp_fin_timeout`)
/// @param challengeAcksPerSecond `net.ipv4.tcp_challenge_ack_limit` (RFC 5961 §7), for all connections together
/// @param switches which of TCP's later additions are used
/// @param upkeep of connections, while nothing much happens or too much
public record TcpSettings(int synRetries, int synAckRetries, int retries, int receiveBytes, int sendBytes, long delayedAckNs,
        long timeWaitNs, int challengeAcksPerSecond, TcpSwitches switches, TcpUpkeep upkeep) {

    public static final TcpSettings DEFAULT = new TcpSettings(6, 5, 15, 1 << 22, 1 << 22, 40_000_000L, 60_000_000_000L, 1_000,
            TcpSwitches.DEFAULT, TcpUpkeep.DEFAULT);

    public TcpSettings {
        if (Integer.bitCount(receiveBytes) != 1 || Integer.bitCount(sendBytes) != 1 || receiveBytes < 4_096 || sendBytes < 4_096
                || receiveBytes > 1 << 29 || sendBytes > 1 << 29) {
            throw new IllegalArgumentException("buffers of " + receiveBytes + " and " + sendBytes
                    + " bytes are not powers of two within 4 KiB and 512 MiB");
        }
    }

    public TcpSettings withSynAckRetries(int value) {
        return new TcpSettings(synRetries, value, retries, receiveBytes, sendBytes, delayedAckNs, timeWaitNs, challengeAcksPerSecond,
                switches, upkeep);
    }

    public TcpSettings withBuffers(int receive, int send) {
        return new TcpSettings(synRetries, synAckRetries, retries, receive, send, delayedAckNs, timeWaitNs, challengeAcksPerSecond,
                switches, upkeep);
    }

    public TcpSettings withTimeWaitNs(long value) {
        return new TcpSettings(synRetries, synAckRetries, retries, receiveBytes, sendBytes, delayedAckNs, value, challengeAcksPerSecond,
                switches, upkeep);
    }

    public TcpSettings withChallengeAcksPerSecond(int value) {
        return new TcpSettings(synRetries, synAckRetries, retries, receiveBytes, sendBytes, delayedAckNs, timeWaitNs, value, switches, upkeep);
    }

    public TcpSettings withSwitches(TcpSwitches value) {
        return new TcpSettings(synRetries, synAckRetries, retries, receiveBytes, sendBytes, delayedAckNs, timeWaitNs, challengeAcksPerSecond,
                value, upkeep);
    }

    public TcpSettings withUpkeep(TcpUpkeep value) {
        return new TcpSettings(synRetries, synAckRetries, retries, receiveBytes, sendBytes, delayedAckNs, timeWaitNs, challengeAcksPerSecond,
                switches, value);
    }
}
