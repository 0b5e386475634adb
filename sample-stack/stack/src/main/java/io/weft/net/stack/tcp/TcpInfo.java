package io.weft.net.stack.tcp;

/// How a connection stands, as `ss -ti` shows it and the kernel's TCP_INFO tells it.
///
/// @param ends whose connection it is
/// @param state of RFC 9293 §3.3.2
/// @param sendQueueBytes written by the program and not acknowledged (`Send-Q`)
/// @param receiveQueueBytes come and not read (`Recv-Q`)
/// @param sendBufferBytes what the program may have written without its being acknowledged
/// @param receiveBufferBytes what may wait to be read
/// @param mss data bytes of a full segment (`mss`)
/// @param inFlightBytes sent and not acknowledged (`unacked`)
/// @param congestionWindowBytes what may be under way for all that the network is known to bear (`cwnd`)
/// @param sendWindowBytes what the peer takes
/// @param receiveWindowBytes what the peer was told that it may send
/// @param sendScale the peer's window scale
/// @param receiveScale this end's, 0 where none was agreed on (`wscale`)
/// @param timestamps whether segments bear them (`ts`)
/// @param roundTripNs smoothed, 0 where none was measured (`rtt`)
/// @param retransmitTimeoutNs as backed off (`rto`)
/// @param unanswered how often in a row nothing came back in time (`retrans`'s first number, `backoff`)
/// @param retransmitted how many segments were sent more than once (`retrans`'s second number)
/// @param outOfOrderRanges how many pieces lie behind gaps
/// @param keepalive whether a silent peer is probed
/// @param userTimeoutNs 0 where none was set
public record TcpInfo(FourTuple ends, TcpState state, int sendQueueBytes, int receiveQueueBytes, int sendBufferBytes, int receiveBufferBytes,
        int mss, int inFlightBytes, int congestionWindowBytes, int sendWindowBytes, int receiveWindowBytes, int sendScale, int receiveScale,
        boolean timestamps, long roundTripNs, long retransmitTimeoutNs, int unanswered, int retransmitted, int outOfOrderRanges,
        boolean keepalive, long userTimeoutNs) { }
