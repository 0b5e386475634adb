package io.weft.net.stack.igmp;

/// What the oldest querier of a link understands.
enum IgmpVersion {
    V1,
    V2,
    V3
}
