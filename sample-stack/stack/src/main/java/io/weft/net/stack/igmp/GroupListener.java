package io.weft.net.stack.igmp;

import io.weft.net.route.NetInterface;

/// Hears what an interface lets in of a group, where that changes.
@FunctionalInterface
interface GroupListener {

    void changed(NetInterface device, int group, SourceFilter before, SourceFilter after);
}
