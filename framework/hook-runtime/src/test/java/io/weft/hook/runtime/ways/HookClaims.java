package io.weft.hook.runtime.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Handler;
import io.weft.hook.Held;
import io.weft.hook.HookQueue;
import io.weft.hook.HookRejectedException;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.hook.runtime.HookTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What holds at every hook point, however the program came to it.
abstract class HookClaims {

    private static final Verdict STRIKE = Verdict.drop("on strike");

    private final HookTables tables = HookTables.create();
    private final List<String> bin = new CopyOnWriteArrayList<>();
    private final List<Registration> attached = new ArrayList<>();
    private final List<Held<String>> pocket = new CopyOnWriteArrayList<>();
    private final Verdict steal = Verdict.stolen(String.class, pocket::add);

    abstract Office office(HookTables hooks);

    @BeforeEach
    void declarePoints() {
        Office.CommonTables.BIN.clear();
        declare(tables);
    }

    private void declare(HookTables hooks) {
        List.of("SORT", "SHELVE", "STAMP").forEach(point -> Office.declare(hooks, point, bin));
        hooks.declare("LABEL", String.class, PointOptions.<String>failClosed().withAnswer("no label"));
    }

    @AfterEach
    void detach() {
        attached.forEach(Registration::close);
    }

    @Test
    void emptyPointLetsSubjectsIntoMethodsOfEveryShape() {
        assertThat(everything(office(tables))).containsExactly(
                "85", "to Ada", "23", "sorted Ada", "shelved Ada 1 2 3.5 fragile", "stamped Ada", "posted Ada 7");
    }

    @Test
    void acceptingHandlersSeeTheSubjectOfEveryMethodAndChangeNothing() {
        List<String> seen = new CopyOnWriteArrayList<>();
        for (String point : List.of("SORT", "SHELVE", "STAMP", "LABEL", "POST", "WEIGH")) {
            attach(point, letter -> {
                seen.add(point + " " + letter);
                return Verdict.ACCEPT;
            });
        }
        assertThat(everything(office(tables))).containsExactly(
                "85", "to Ada", "23", "sorted Ada", "shelved Ada 1 2 3.5 fragile", "stamped Ada", "posted Ada 7");
        assertThat(seen).containsExactly("STAMP Ada", "LABEL Ada", "WEIGH Ada", "SORT Ada", "SHELVE Ada", "POST Ada");
    }

    private List<String> everything(Office office) {
        List<String> answers = new ArrayList<>(List.of(
                Integer.toString(office.stamp("Ada", 85)), office.label("Ada"), Long.toString(office.weigh("Ada", 20))));
        office.sort("Ada");
        office.shelve("Ada", 1, 2L, 3.5, "fragile");
        List<String> done = new ArrayList<>(office.done());
        office.post("Ada", 7);
        done.remove("stamped Ada");
        answers.addAll(done);
        answers.add("stamped Ada");
        answers.add(office.done().get(office.done().size() - 1));
        return answers;
    }

    @Test
    void droppedSubjectDoesNotEnterTheMethodAndTheOwnerIsToldWhy() {
        attach("SORT", letter -> STRIKE);
        attach("SHELVE", letter -> STRIKE);
        attach("POST", letter -> STRIKE);
        Office office = office(tables);
        office.sort("Ada");
        office.shelve("Bob", 1, 2L, 3.5, "fragile");
        office.post("Eve", 7);
        assertThat(office.done()).isEmpty();
        assertThat(bin).containsExactly("Ada DROP(on strike)", "Bob DROP(on strike)");
        assertThat(Office.CommonTables.BIN).containsExactly("Eve DROP(on strike)");
    }

    @Test
    void stoppedCallThatIsOwedAnAnswerThrowsWhereNoneIsDeclared() {
        attach("STAMP", letter -> STRIKE);
        attach("WEIGH", letter -> STRIKE);
        Office office = office(tables);
        assertThatThrownBy(() -> office.stamp("Ada", 85))
                .isInstanceOf(HookRejectedException.class)
                .hasMessage("handler host/claimed at hook point STAMP rejected the subject: on strike");
        assertThatThrownBy(() -> office.weigh("Ada", 20))
                .isInstanceOf(HookRejectedException.class)
                .hasMessage("handler host/claimed at hook point WEIGH rejected the subject: on strike");
        assertThat(office.done()).isEmpty();
    }

    @Test
    void stoppedCallAnswersWhatIsDeclared() {
        attach("LABEL", letter -> STRIKE);
        assertThat(office(tables).label("Ada")).isEqualTo("no label");
    }

    @Test
    void stolenSubjectGoesOnLaterWithAllParametersAndOnTheThreadThatResumesIt() throws Exception {
        attach("SORT", letter -> steal);
        attach("SHELVE", letter -> steal);
        Office office = office(tables);
        office.sort("Ada");
        office.shelve("Bob", 1, 2L, 3.5, "fragile");
        office.shelve("Eve", 4, 5L, 6.5, "heavy");
        assertThat(office.done()).isEmpty();
        Thread other = new Thread(() -> List.of(2, 0, 1).forEach(i -> pocket.get(i).resume()));
        other.start();
        other.join();
        assertThat(office.done()).containsExactly("shelved Eve 4 5 6.5 heavy", "sorted Ada", "shelved Bob 1 2 3.5 fragile");
        pocket.forEach(held -> assertThat(held.resume()).isFalse());
        assertThat(office.done()).hasSize(3);
    }

    @Test
    void stolenSubjectOfAStaticMethodGoesOnLaterToo() {
        attach("POST", letter -> letter.equals("Bob") ? Verdict.ACCEPT : steal);
        Office office = office(tables);
        office.post("Ada", 7);
        office.post("Bob", 8);
        assertThat(office.done()).containsExactly("posted Bob 8");
        pocket.get(0).resume();
        assertThat(office.done()).containsExactly("posted Bob 8", "posted Ada 7");
    }

    @Test
    void thiefMayResumeBeforeItHasAnswered() {
        attach("SORT", letter -> Verdict.stolen(String.class, Held::resume));
        attach("POST", letter -> Verdict.stolen(String.class, Held::resume));
        Office office = office(tables);
        office.sort("Ada");
        assertThat(office.done()).containsExactly("sorted Ada");
        office.post("Bob", 1);
        assertThat(office.done()).contains("posted Bob 1");
    }

    @Test
    void stolenSubjectMayBeDroppedLater() {
        attach("SORT", letter -> steal);
        Office office = office(tables);
        office.sort("Ada");
        pocket.get(0).drop("lost");
        assertThat(bin).containsExactly("Ada DROP(lost)");
        assertThat(office.done()).isEmpty();
    }

    @Test
    void queuedSubjectGoesOnWhenItIsAccepted() throws Exception {
        attach("SHELVE", letter -> Verdict.queue("inspect"));
        Office office = office(tables);
        try (HookQueue<String> queue = tables.queue("inspect", String.class, QueueOptions.of(10, Duration.ofMinutes(5)))) {
            office.shelve("Ada", 1, 2L, 3.5, "fragile");
            office.shelve("Bob", 1, 2L, 3.5, "fragile");
            assertThat(office.done()).isEmpty();
            Objects.requireNonNull(queue.poll()).resume();
            Objects.requireNonNull(queue.poll()).drop("contraband");
        }
        assertThat(office.done()).containsExactly("shelved Ada 1 2 3.5 fragile");
        assertThat(bin).containsExactly("Bob DROP(contraband)");
    }

    @Test
    void callThatIsOwedAnAnswerIsStoppedWhenItsSubjectIsStolenAndTheMethodNeverRuns() {
        attach("STAMP", letter -> steal);
        attach("LABEL", letter -> steal);
        Office office = office(tables);
        assertThatThrownBy(() -> office.stamp("Ada", 85)).hasMessage("handler host/claimed at hook point STAMP kept the subject");
        assertThat(office.label("Ada")).isEqualTo("no label");
        pocket.forEach(Held::resume);
        assertThat(office.done()).isEmpty();
        assertThat(bin).singleElement().asString().startsWith("Ada DROP(the method's caller was answered");
    }

    @Test
    void repeatingHandlerSeesTheSubjectAgain() {
        List<String> seen = new ArrayList<>();
        attach("SORT", letter -> seen.add(letter) && seen.size() < 3 ? Verdict.REPEAT : Verdict.ACCEPT);
        Office office = office(tables);
        office.sort("Ada");
        assertThat(seen).hasSize(3);
        assertThat(office.done()).containsExactly("sorted Ada");
    }

    @Test
    void failingHandlerDropsTheSubject() {
        attach("SORT", letter -> {
            throw new IllegalStateException("broken");
        });
        Office office = office(tables);
        office.sort("Ada");
        assertThat(office.done()).isEmpty();
        assertThat(bin).containsExactly("Ada DROP");
    }

    @Test
    void whatTheMethodThrowsReachesItsCaller() {
        attach("SORT", letter -> Verdict.ACCEPT);
        assertThatIllegalArgumentException().isThrownBy(() -> office(tables).sort("torn")).withMessage("a torn letter");
    }

    @Test
    void officesWithTablesOfTheirOwnHaveHandlersOfTheirOwn() {
        HookTables others = HookTables.create();
        declare(others);
        Office other = office(others);
        Office office = office(tables);
        attach("SORT", letter -> STRIKE);
        office.sort("Ada");
        other.sort("Bob");
        assertThat(office.done()).isEmpty();
        assertThat(other.done()).containsExactly("sorted Bob");
    }

    @Test
    void handlersComeAndGoBetweenTwoSubjects() {
        Office office = office(tables);
        office.sort("Ada");
        attach("SORT", letter -> STRIKE);
        office.sort("Bob");
        detach();
        office.sort("Eve");
        assertThat(office.done()).containsExactly("sorted Ada", "sorted Eve");
    }

    private void attach(String point, Handler<String> handler) {
        HookTables where = point.equals("POST") || point.equals("WEIGH") ? Office.CommonTables.TABLES : tables;
        attached.add(where.at(point, String.class).attach(0, "claimed", handler));
    }
}
