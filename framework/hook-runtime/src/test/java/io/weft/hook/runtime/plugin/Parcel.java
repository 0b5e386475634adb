package io.weft.hook.runtime.plugin;

import java.util.ArrayList;
import java.util.List;

/// A subject on which handlers leave marks.
public final class Parcel {

    public final List<String> marks = new ArrayList<>();
}
