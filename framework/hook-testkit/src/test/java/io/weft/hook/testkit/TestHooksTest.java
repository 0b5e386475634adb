package io.weft.hook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Held;
import io.weft.hook.HookHandler;
import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestHooksTest {

    record Letter(String to, int grams) { }

    public static final class Scales {
        private static final Verdict TOO_HEAVY = Verdict.drop("too heavy");

        @HookHandler(at = "SORT", priority = 10)
        public Verdict weigh(Letter letter) {
            return letter.grams() > 1000 ? TOO_HEAVY : Verdict.ACCEPT;
        }
    }

    public static final class Customs {
        final Queue<Held<Letter>> waiting = new ArrayDeque<>();
        private final Verdict later = Verdict.stolen(Letter.class, waiting::add);

        @HookHandler(at = "SORT", priority = 20)
        public Verdict look(Letter letter) {
            return letter.to().equals("abroad") ? later : Verdict.ACCEPT;
        }
    }

    @RegisterExtension
    final TestHooks hooks = TestHooks.with(tables -> {
        tables.declare("SORT", Letter.class, PointOptions.failOpen((letter, verdict) -> { }));
        tables.declare("DELIVER", Letter.class, PointOptions.failClosed());
    });

    @Test
    void letterThatNobodyStopsPasses() {
        hooks.send("SORT", new Letter("here", 20)).assertPassed();
        hooks.attach(new Scales());
        hooks.send("SORT", new Letter("here", 20)).assertPassed().assertSeenBy("Scales.weigh");
    }

    @Test
    void droppedLetterSaysWhyAndByWhom() {
        hooks.attach(new Scales(), new Customs());
        hooks.send("SORT", new Letter("here", 2000)).assertDropped().assertDropped("too heavy").by("Scales.weigh");
    }

    @Test
    void heldLetterPassesWhenItIsLetGo() {
        Customs customs = new Customs();
        hooks.attach(customs);
        Passage<Letter> passage = hooks.send("SORT", new Letter("abroad", 20)).assertHeld().by("Customs.look");
        customs.waiting.remove().resume();
        passage.assertPassed();
    }

    @Test
    void claimThatDoesNotHoldShowsTheWholeWay() {
        hooks.attach(new Scales(), new Customs());
        Passage<Letter> passage = hooks.send("SORT", new Letter("here", 20));
        assertThatThrownBy(passage::assertDropped).isInstanceOf(AssertionError.class)
                .hasMessageContaining("Letter[to=here, grams=20] was dropped: no")
                .hasMessageContaining("10  test/Scales.weigh  ACCEPT").hasMessageContaining("20  test/Customs.look  ACCEPT");
        assertThatThrownBy(() -> passage.by("Scales.weigh")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(passage::assertHeld).isInstanceOf(AssertionError.class);
    }

    @Test
    void faultsMeetThePolicyOfTheirPoint() {
        hooks.inject("SORT", 0, Fault.throwing(AssertionError::new));
        hooks.inject("DELIVER", 0, Fault.answeringNull());
        hooks.send("SORT", new Letter("here", 20)).assertPassed();
        hooks.send("DELIVER", new Letter("here", 20)).assertDropped().by("fault");
    }

    @Test
    void everyThirdSubjectMeetsTheFault() {
        hooks.inject("DELIVER", 0, Fault.repeating().every(3));
        List<Boolean> passed = IntStream.range(0, 6)
                .mapToObj(i -> hooks.send("DELIVER", new Letter("here", i)).isPassed()).toList();
        assertThat(passed).containsExactly(true, true, false, true, true, false);
    }

    @Test
    void pointThatIsNotThereIsNamedBesideThoseThatAre() {
        assertThatThrownBy(() -> hooks.send("SELL", new Letter("here", 20)))
                .hasMessageContaining("SELL").hasMessageContaining("SORT").hasMessageContaining("DELIVER");
    }
}
