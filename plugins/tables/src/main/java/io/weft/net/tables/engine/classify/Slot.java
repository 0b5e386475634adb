package io.weft.net.tables.engine.classify;

import io.weft.net.tables.extension.HeaderField;

/// The numbers of a packet that rules ask for, each at its place in a {@link Location}: those of the rule's selector, then those of its
/// matches. An address is there twice, because a match may be passed over only where the transport header is whole, a selector always.
final class Slot {

    static final int SOURCE = 0;
    static final int DESTINATION = 1;
    static final int PROTOCOL = 2;
    static final int IN = 3;
    static final int OUT = 4;
    private static final int FIELDS = 5;
    static final int COUNT = FIELDS + HeaderField.values().length;

    private Slot() { }

    static int of(HeaderField field) {
        return FIELDS + field.ordinal();
    }

    static boolean isOfMatches(int slot) {
        return slot >= FIELDS;
    }

    static boolean isTransport(int slot) {
        return isOfMatches(slot) && HeaderField.values()[slot - FIELDS].isTransport();
    }
}
