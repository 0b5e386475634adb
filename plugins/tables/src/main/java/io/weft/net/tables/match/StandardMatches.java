package io.weft.net.tables.match;

import io.weft.net.tables.extension.MatchExtension;
import java.util.List;

/// The matches that need nothing but the packet.
public final class StandardMatches {

    private StandardMatches() { }

    public static List<MatchExtension> all() {
        return List.of(new TcpExtension(), new UdpExtension(), new IcmpExtension(), new MultiportExtension(), new LengthExtension(),
                new CommentExtension());
    }
}
