package io.weft.net.tables.match.rate;

/// How much the lists of `recent` hold: the kernel module's parameters.
///
/// @param addresses in each list (`ip_list_tot`); one more pushes out the one that was longest unused
/// @param packets remembered of each address (`ip_pkt_list_tot`); 0 for as many as the rules ask for
public record RecentLimits(int addresses, int packets) {

    private static final int USUAL_PACKETS = 32;

    /// How many packets a list remembers for a rule that counts `hits`: a power of two.
    int packetsFor(int hits) {
        int wanted = packets != 0 && hits < packets ? packets : hits != 0 ? hits : USUAL_PACKETS;
        return wanted == 1 ? 1 : Integer.highestOneBit(wanted - 1) << 1;
    }
}
