package io.weft.net.nat.target;

import io.weft.net.nat.Bindings;
import io.weft.net.tables.extension.Attached;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;

/// One use of a target that translates. While its rule is in force connections are tracked, as the kernel's targets have it with
/// `nf_ct_netns_get`.
sealed interface NatTarget extends RuleTarget, PacketTarget, Attached
        permits AddressTarget, MasqueradeTarget, RedirectTarget, NetmapTarget {

    Bindings bindings();

    @Override
    default PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    default void attach() {
        bindings().want();
    }

    @Override
    default void detach() {
        bindings().wantNoMore();
    }
}
