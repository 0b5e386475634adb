package io.weft.net.stack.tcp;

import io.weft.net.stack.time.Timers;
import java.util.random.RandomGenerator;

/// What all connections of a stack have in common.
record TcpShared(TcpSettings settings, Timers timers, TcpOutput output, TcpReset reset, ConnectionTable table,
        InitialSequence initialSequence, ChallengeAcks challengeAcks, TcpCounters counters, TcpMemory memory, RandomGenerator random) { }
