package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.hook.HandlerInfo;
import io.weft.hook.HandlerOrder;
import io.weft.hook.HookHandler;
import io.weft.hook.HookPoint;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Where handlers stand that ask to stand before or behind others.
class ChainOrderTest {

    private final HookTables tables = HookTables.create();
    private final HookPoint<Letter> sort = tables.declare("SORT", Letter.class, PointOptions.failClosed());

    @Test
    void wishesGoBeforeNames() {
        attach("a", HandlerOrder.ANY.after("host.c"));
        attach("b", HandlerOrder.ANY);
        attach("c", HandlerOrder.ANY);
        attach("d", HandlerOrder.ANY.before("host.b"));
        assertThat(names()).containsExactly("c", "a", "d", "b");
    }

    @Test
    void priorityGoesBeforeWishes() {
        attach("late", 5, HandlerOrder.ANY.before("host.early"));
        attach("early", 0, HandlerOrder.ANY.after("host.late"));
        assertThat(names()).containsExactly("early", "late");
    }

    @Test
    void pluginsNameStandsForAllItsHandlersButNotForTheOneThatSaysIt() {
        tables.ownedBy("alpha").at("SORT", Letter.class).attach(0, "one", HandlerOrder.ANY.after("zulu", "alpha.two"), any -> Verdict.ACCEPT);
        tables.ownedBy("alpha").at("SORT", Letter.class).attach(0, "two", HandlerOrder.ANY.after("zulu"), any -> Verdict.ACCEPT);
        tables.ownedBy("zulu").at("SORT", Letter.class).attach(0, "y", HandlerOrder.ANY.before("zulu.x"), any -> Verdict.ACCEPT);
        tables.ownedBy("zulu").at("SORT", Letter.class).attach(0, "x", HandlerOrder.ANY.after("zulu"), any -> Verdict.ACCEPT);
        assertThat(names()).containsExactly("y", "x", "two", "one");
    }

    @Test
    void nameThatNobodyBearsIsIgnoredUntilSomebodyBearsIt() {
        attach("a", HandlerOrder.ANY.after("host.b", "nobody.there"));
        assertThat(names()).containsExactly("a");
        Registration awaited = attach("b", HandlerOrder.ANY);
        assertThat(names()).containsExactly("b", "a");
        awaited.close();
        assertThat(names()).containsExactly("a");
    }

    @Test
    void handlerMethodsAskInTheirAnnotation() {
        tables.attachMethods("clerks", List.of(new Clerk()));
        attach("desk", HandlerOrder.ANY);
        assertThat(names()).containsExactly("Clerk.weigh", "desk", "Clerk.look");
    }

    @Test
    void circleIsRefusedAndShownAndNothingIsAttached() {
        attach("a", HandlerOrder.ANY.before("host.b"));
        attach("b", HandlerOrder.ANY.before("host.c"));
        attach("aa", HandlerOrder.ANY.after("host.c"));
        assertThatIllegalArgumentException().isThrownBy(() -> attach("c", HandlerOrder.ANY.before("host.a")))
                .withMessage("the handlers at hook point SORT with priority 0 cannot be put in order, because they ask to stand before"
                        + " each other in a circle: host.a before host.b before host.c before host.a");
        assertThat(names()).containsExactly("a", "aa", "b");
        attach("c", 1, HandlerOrder.ANY.before("host.a"));
        assertThat(names()).containsExactly("a", "aa", "b", "c");
    }

    @Test
    void orderOfAttachmentMakesNoDifference() {
        List<String> letters = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(letters, random);
            List<Registration> attached = new ArrayList<>();
            for (String name : letters) {
                attached.add(attach(name, switch (name) {
                    case "a" -> HandlerOrder.ANY.after("host.f");
                    case "e" -> HandlerOrder.ANY.before("host.b", "host.d");
                    default -> HandlerOrder.ANY;
                }));
            }
            assertThat(names()).as("%s", letters).containsExactly("c", "e", "b", "d", "f", "a");
            attached.forEach(Registration::close);
        }
    }

    private Registration attach(String name, HandlerOrder order) {
        return attach(name, 0, order);
    }

    private Registration attach(String name, int priority, HandlerOrder order) {
        return sort.attach(priority, name, order, any -> Verdict.ACCEPT);
    }

    private List<String> names() {
        return sort.handlers().stream().map(HandlerInfo::name).toList();
    }

    /// Stands on both sides of the host's desk.
    public static final class Clerk {

        @HookHandler(at = "SORT", after = "host.desk")
        public void look(Letter any) { }

        @HookHandler(at = "SORT", before = "host")
        public void weigh(Letter any) { }
    }
}
