package io.weft.net.stack.igmp;

/// Hears what an interface lets in, where that changes.
interface GroupListener {

    /// @param before what the interface let in of that group
    void changed(GroupState group, SourceFilter before);
}
