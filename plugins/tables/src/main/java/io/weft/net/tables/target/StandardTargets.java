package io.weft.net.tables.target;

import io.weft.net.tables.extension.TargetExtension;
import java.util.List;

/// The targets that every table may use.
public final class StandardTargets {

    private StandardTargets() { }

    public static List<TargetExtension> all() {
        return List.of(new MarkExtension(), new NfqueueExtension());
    }
}
