package io.weft.net.conntrack.words;

import io.weft.net.Stack;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.tables.extension.Extension;
import java.util.List;

/// The matches and targets about connections.
public final class ConntrackWords {

    private ConntrackWords() { }

    public static List<Extension<?>> all(Conntrack conntrack, Stack stack) {
        return List.of(
                new ConntrackExtension(conntrack, stack),
                new StateExtension(conntrack),
                new ConnmarkMatchExtension(conntrack),
                new ConnlimitExtension(conntrack),
                new ConnbytesExtension(conntrack),
                new HelperExtension(conntrack),
                new ConnmarkExtension(conntrack),
                new CtExtension(conntrack),
                new NotrackExtension(conntrack));
    }
}
