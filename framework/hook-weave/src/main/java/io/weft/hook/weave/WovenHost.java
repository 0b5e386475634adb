package io.weft.hook.weave;

import io.weft.hook.HookHost;

/// Implemented by a host's class when it is woven; nobody writes it down.
public interface WovenHost extends HookHost { }
