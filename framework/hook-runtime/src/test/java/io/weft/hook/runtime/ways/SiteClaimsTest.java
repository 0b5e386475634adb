package io.weft.hook.runtime.ways;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.HookSite;
import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import io.weft.hook.runtime.HookTables;
import org.junit.jupiter.api.Test;

/// The claims for a program that is not woven.
class SiteClaimsTest extends HookClaims {

    private final HookTables own = HookTables.create();

    @Override
    Office office(HookTables hooks) {
        return new SiteOffice(hooks);
    }

    @Test
    void siteOfAPointThatIsNotDeclaredIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> own.site("SORT", String.class))
                .withMessage("a hook site stands behind hook point SORT, which is not declared; declared are []");
    }

    @Test
    void siteForSubjectsThatThePointDoesNotHaveIsRefused() {
        own.declare("SORT", Integer.class, PointOptions.failClosed());
        assertThatIllegalStateException().isThrownBy(() -> own.site("SORT", String.class)).withMessageContaining("java.lang.Integer");
    }

    @Test
    void declaredAnswerOfAnotherTypeThanTheSitesIsAnError() {
        own.declare("LABEL", String.class, PointOptions.<String>failClosed().withAnswer(7)).attach(0, "strike", letter -> Verdict.DROP);
        HookSite<String> label = own.site("LABEL", String.class);
        assertThatThrownBy(() -> label.ask("Ada", String.class, letter -> letter)).isInstanceOf(ClassCastException.class);
    }

    @Test
    void pluginPassesNoSubjectsThroughTheHostsPoints() {
        own.declare("SORT", String.class, PointOptions.failClosed());
        assertThatIllegalStateException().isThrownBy(() -> own.ownedBy("guest").site("SORT", String.class))
                .withMessageContaining("plugin guest passes no subjects through hook point SORT");
    }
}
