package io.weft.net.stack.igmp;

/// What a group record of a version 3 report says (RFC 3376 §4.2.12), with the numbers of the wire.
enum RecordType {
    MODE_IS_INCLUDE(1),
    MODE_IS_EXCLUDE(2),
    CHANGE_TO_INCLUDE_MODE(3),
    CHANGE_TO_EXCLUDE_MODE(4),
    ALLOW_NEW_SOURCES(5),
    BLOCK_OLD_SOURCES(6);

    final int number;

    RecordType(int number) {
        this.number = number;
    }
}
