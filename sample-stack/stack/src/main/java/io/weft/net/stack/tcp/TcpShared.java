package io.weft.net.stack.tcp;

import io.weft.net.stack.time.Timers;

/// What all connections of a stack have in common.
record TcpShared(TcpSettings settings, Timers timers, TcpOutput output, TcpReset reset, ConnectionTable table,
        InitialSequence initialSequence, ChallengeAcks challengeAcks, RingMemory memory) { }
