package io.weft.hook.runtime.ways;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.weft.hook.runtime.HookTables;
import io.weft.hook.weave.Weaving;
import org.junit.jupiter.api.Test;

/// The claims for woven methods: woven by this module's build, or by an agent when {@link LoadTimeClaimsTest} has them run.
class WovenClaimsTest extends HookClaims {

    @Override
    Office office(HookTables hooks) {
        return new WovenOffice(hooks);
    }

    @Test
    void officeIsWoven() {
        assertThatCode(() -> Weaving.require(WovenOffice.class)).doesNotThrowAnyException();
    }
}
