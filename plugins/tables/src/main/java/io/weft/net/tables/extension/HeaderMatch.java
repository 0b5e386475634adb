package io.weft.net.tables.extension;

/// A match whose answer hangs on the packet alone, and that says beforehand which header fields it wants to see how. The compiled form of
/// a table then passes over its rule without asking it, whenever one of its conditions does not hold.
///
/// Any match may leave this out: it is asked in its place, rule by rule. Whoever takes it up promises
///
/// - to keep no state, so that nobody notices when it is not asked;
/// - to answer no to later fragments where it names a field of the transport header;
/// - to call {@link Traversal#hotDrop} only for packets whose transport header is cut short (TCP 20 bytes, UDP and ICMP 8, others 4), and
///   for fragments 8 bytes into their datagram. Of these packets no match is passed over. See {@link #mayHotDrop} for the others.
public interface HeaderMatch extends RuleMatch {

    /// Says what must hold for a packet to match. Called once when the rule enters a table, on no packet's path.
    void describe(HeaderConditions conditions);

    /// It may also hot-drop packets whose transport header is whole. What its own conditions rule out it does not; but the matches
    /// behind it in the rule must wait for its answer.
    default boolean mayHotDrop() {
        return false;
    }
}
