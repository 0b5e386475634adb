package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Held;
import io.weft.hook.HookPoint;
import io.weft.hook.HookRejectedException;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Letters that a handler keeps for a while, or wants to see again.
class HeldSubjectTest {

    private final LogCapture log = new LogCapture();
    private final HookTables tables = HookTables.create();
    private final List<Held<Letter>> pocket = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final Letter letter = new Letter("Ada");
    private final Verdict steal = Verdict.stolen(Letter.class, pocket::add);
    private SortingOffice office = SortingOffice.strict(tables);
    private final HookPoint<Letter> sort = tables.at("SORT", Letter.class);

    @AfterEach
    void stopCapture() {
        log.close();
    }

    @Test
    void resumedLetterGoesOnBehindTheThiefAndIntoTheMethod() {
        Registration before = note(-1, "before");
        Registration thief = sort.attach(0, "thief", any -> steal);
        Registration behind = note(1, "behind");
        office.sort(letter);
        assertThat(office.bag).isEmpty();
        assertThat(pocket).singleElement().satisfies(held -> {
            assertThat(held.subject()).isSameAs(letter);
            assertThat(held.point()).isEqualTo("SORT");
        });
        assertThat(pocket.get(0).resume()).isTrue();
        assertThat(office.bag).containsExactly(letter);
        assertThat(seen).containsExactly("before", "behind");
        assertThat(before.info().accepted()).isEqualTo(1);
        assertThat(thief.info().stolen()).isEqualTo(1);
        assertThat(thief.info().seen()).isEqualTo(1);
        assertThat(behind.info().accepted()).isEqualTo(1);
        assertThat(behind.info().seen()).isEqualTo(1);
    }

    @Test
    void onlyTheFirstDecisionCounts() {
        sort.attach(0, "thief", any -> steal);
        office.sort(letter);
        assertThat(pocket.get(0).drop("too late")).isTrue();
        assertThat(pocket.get(0).resume()).isFalse();
        assertThat(pocket.get(0).drop("later still")).isFalse();
        assertThat(office.bag).isEmpty();
        assertThat(office.bin).containsExactly("Ada DROP(too late)");
    }

    @Test
    void decisionsThatEndNoWaitAreRefused() {
        sort.attach(0, "thief", any -> steal);
        office.sort(letter);
        assertThatIllegalArgumentException().isThrownBy(() -> pocket.get(0).decide(Verdict.REPEAT))
                .withMessageContaining("accepted or dropped");
        assertThat(pocket.get(0).resume()).isTrue();
    }

    @Test
    void letterResumedBeforeTheThiefHasAnsweredGoesOnWhenItsThreadHasLeftTheChain() {
        sort.attach(0, "thief", any -> Verdict.stolen(Letter.class, held -> {
            assertThat(held.resume()).isTrue();
            assertThat(office.bag).isEmpty();
        }));
        office.sort(letter);
        assertThat(office.bag).containsExactly(letter);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void letterMayBeStolenByOneHandlerAfterAnother() {
        sort.attach(0, "first", any -> steal);
        sort.attach(1, "second", any -> steal);
        office.sort(letter);
        pocket.remove(0).resume();
        assertThat(office.bag).isEmpty();
        pocket.remove(0).resume();
        assertThat(office.bag).containsExactly(letter);
    }

    @Test
    void letterGoesOnThroughTheChainAsItIsWhenItIsResumed() {
        note(-5, "gone").close();
        Registration before = note(-1, "before");
        sort.attach(0, "thief", any -> steal);
        Registration behind = note(1, "behind");
        office.sort(letter);
        behind.close();
        before.close();
        note(-2, "new, before");
        note(3, "new, behind");
        seen.clear();
        pocket.get(0).resume();
        assertThat(seen).containsExactly("new, behind");
        assertThat(office.bag).containsExactly(letter);
    }

    @Test
    void stolenLetterIsDroppedWhenItsThiefIsDetachedFromAPointThatFailsClosed() {
        Registration thief = sort.attach(0, "thief", any -> steal);
        office.sort(letter);
        office.sort(new Letter("Bob"));
        pocket.get(1).resume();
        thief.close();
        assertThat(office.bin).containsExactly("Ada DROP(the handler that kept it was detached)");
        assertThat(office.bag).containsExactly(new Letter("Bob"));
        assertThat(pocket.get(0).resume()).isFalse();
        assertThat(office.bag).hasSize(1);
    }

    @Test
    void stolenLetterGoesOnBehindItsPlaceWhenItsThiefIsDetachedFromAPointThatFailsOpen() {
        HookTables lenientTables = HookTables.create();
        SortingOffice lenient = SortingOffice.lenient(lenientTables);
        HookPoint<Letter> point = lenientTables.at("SORT", Letter.class);
        note(point, 0, "a, before");
        note(point, 0, "z, behind");
        note(point, -1, "first");
        Registration thief = point.attach(0, "m", any -> steal);
        lenient.sort(letter);
        assertThat(seen).containsSubsequence("first", "a, before");
        seen.clear();
        thief.close();
        assertThat(seen).containsExactly("z, behind");
        assertThat(lenient.bag).containsExactly(letter);
        assertThat(pocket.get(0).resume()).isFalse();
    }

    @Test
    void callerOfAMethodThatOwesAnAnswerIsToldAndTheStolenLetterIsNotDeliveredTwice() {
        tables.at("STAMP", Letter.class).attach(0, "thief", any -> steal);
        assertThatThrownBy(() -> office.stamp(letter, 85))
                .isInstanceOf(HookRejectedException.class)
                .hasMessage("handler host/thief at hook point STAMP kept the subject");
        assertThat(pocket.get(0).resume()).isTrue();
        assertThat(office.bin).containsExactly("Ada DROP(the method's caller was answered while a handler kept the subject)");
    }

    @Test
    void declaredAnswerIsWhatTheCallerOfAStoppedMethodGets() {
        HookTables answering = HookTables.create();
        SortingOffice other = new SortingOffice(answering);
        answering.declare("STAMP", Letter.class, PointOptions.<Letter>failClosed().withAnswer(-1));
        answering.at("STAMP", Letter.class).attach(0, "strike", any -> Verdict.DROP);
        assertThat(other.stamp(letter, 85)).isEqualTo(-1);
    }

    @Test
    void declaredAnswerThatTheMethodCannotGiveIsNamedAtItsFirstSubject() {
        HookTables answering = HookTables.create();
        answering.declare("STAMP", Letter.class, PointOptions.<Letter>failClosed().withAnswer("no"));
        assertThatThrownBy(() -> new SortingOffice(answering).stamp(letter, 85))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("SortingOffice.stamp answers int, but the answer declared for hook point STAMP is no");
    }

    @Test
    void letterComesBackToTheExecutorThatTheOwnerDeclared() {
        List<Runnable> loop = new ArrayList<>();
        HookTables looping = HookTables.create();
        office = new SortingOffice(looping);
        looping.declare("SORT", Letter.class, PointOptions.<Letter>failClosed((any, verdict) -> office.bin.add(any.to())).withResumeOn(loop::add));
        looping.at("SORT", Letter.class).attach(0, "thief", any -> steal);
        office.sort(letter);
        office.sort(new Letter("Bob"));
        pocket.get(0).resume();
        pocket.get(1).drop("no stamp");
        assertThat(office.bag).isEmpty();
        assertThat(office.bin).isEmpty();
        loop.forEach(Runnable::run);
        assertThat(office.bag).containsExactly(letter);
        assertThat(office.bin).containsExactly("Bob");
    }

    @Test
    void whatTheHostThrowsAfterAResumeIsLoggedAndNotTheThiefsBusiness() {
        tables.declare("BURN", Letter.class, PointOptions.failClosed((any, verdict) -> {
            throw new IllegalStateException("the bin is full");
        }));
        tables.at("BURN", Letter.class).attach(0, "thief", any -> steal);
        tables.slot("BURN", Letter.class, "test").dispatcher().dispatch(letter).suspension().leave(() -> { });
        assertThat(pocket.get(0).drop("out")).isTrue();
        assertThat(log.messages()).containsExactly("the host failed to dispose of a subject that had waited at hook point BURN");
    }

    @Test
    void thiefThatFailsIsAFaultAndItsLetterComesOutOnce() {
        Registration broken = sort.attach(0, "broken", any -> Verdict.stolen(Letter.class, held -> {
            pocket.add(held);
            throw new IllegalStateException("slippery");
        }));
        office.sort(letter);
        assertThat(office.bin).containsExactly("Ada DROP");
        assertThat(pocket.get(0).resume()).isFalse();
        assertThat(broken.info().faults()).isEqualTo(1);
        assertThat(broken.info().seen()).isEqualTo(1);
    }

    @Test
    void thiefThatFailsAfterItDecidedIsBlamedAndItsLetterGoesOn() {
        sort.attach(0, "broken", any -> Verdict.stolen(Letter.class, held -> {
            held.resume();
            throw new IllegalStateException("slippery");
        }));
        office.sort(letter);
        assertThat(office.bag).containsExactly(letter);
        assertThat(log.messages()).containsExactly("Plugin host: handler broken failed at hook point SORT; its subject passes nevertheless");
    }

    @Test
    void verdictForSubjectsOfAnotherTypeIsAFault() {
        sort.attach(0, "confused", any -> Verdict.stolen(String.class, held -> seen.add(held.subject())));
        office.sort(letter);
        assertThat(office.bin).containsExactly("Ada DROP");
        assertThat(log.events().get(0).getThrowableProxy().getMessage()).contains("steals a java.lang.String");
    }

    @Test
    void repeatingHandlerSeesTheLetterAgainAndItCountsOnce() {
        Registration patient = sort.attach(0, "patient", any -> {
            seen.add("turn");
            return seen.size() <= Verdict.MAX_REPEATS ? Verdict.REPEAT : Verdict.ACCEPT;
        });
        office.sort(letter);
        assertThat(seen).hasSize(Verdict.MAX_REPEATS + 1);
        assertThat(office.bag).containsExactly(letter);
        assertThat(patient.info().accepted()).isEqualTo(1);
        assertThat(patient.info().seen()).isEqualTo(1);
    }

    @Test
    void endlessRepeatingIsAFault() {
        Registration endless = sort.attach(0, "endless", any -> Verdict.REPEAT);
        office.sort(letter);
        assertThat(office.bin).containsExactly("Ada DROP");
        assertThat(endless.info().faults()).isEqualTo(1);
        assertThat(log.events().get(0).getThrowableProxy().getMessage()).isEqualTo("the handler answered REPEAT more than 16 times on end");
    }

    @Test
    void repeatingHandlerMayEndWithAnyOtherVerdict() {
        sort.attach(0, "drops", any -> seen.size() < 3 && seen.add("turn") ? Verdict.REPEAT : any.to().equals("Ada") ? Verdict.DROP : steal);
        office.sort(letter);
        seen.clear();
        office.sort(new Letter("Bob"));
        assertThat(office.bin).containsExactly("Ada DROP");
        pocket.get(0).resume();
        assertThat(office.bag).containsExactly(new Letter("Bob"));
    }

    private Registration note(int priority, String name) {
        return note(sort, priority, name);
    }

    private Registration note(HookPoint<Letter> point, int priority, String name) {
        return point.attach(priority, name, any -> {
            seen.add(name);
            return Verdict.ACCEPT;
        });
    }
}
