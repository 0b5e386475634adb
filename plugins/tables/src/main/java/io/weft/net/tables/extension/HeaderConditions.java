package io.weft.net.tables.extension;

import java.util.List;

/// Takes down what a match asks of header fields. All that is said to it must hold for a packet to match; it need not be all that the
/// match asks.
public interface HeaderConditions {

    /// The field lies between the two, both included and compared as unsigned; inverted, it does not.
    void between(HeaderField field, int first, int last, boolean inverted);

    /// The field lies within one of the ranges; inverted, in none of them.
    void within(HeaderField field, List<PortRange> ranges, boolean inverted);

    /// The bits of the field under the mask are `value`; inverted, they are not.
    void masked(HeaderField field, int mask, int value, boolean inverted);
}
