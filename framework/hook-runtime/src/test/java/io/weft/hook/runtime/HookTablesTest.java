package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Handler;
import io.weft.hook.HandlerInfo;
import io.weft.hook.HookHandler;
import io.weft.hook.HookPoint;
import io.weft.hook.HookRejectedException;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookTablesTest {

    private final HookTables tables = HookTables.create();
    private final SortingOffice office = SortingOffice.strict(tables);
    private final HookPoint<Letter> sort = tables.at("SORT", Letter.class);
    private final Letter letter = new Letter("Ada");
    private final List<String> seen = new ArrayList<>();

    @Test
    void lettersPassAnEmptyPoint() {
        office.sort(letter);
        assertThat(office.bag).containsExactly(letter);
    }

    @Test
    void handlersSeeALetterInTheOrderOfPriorityThenOwnerThenName() {
        note(10, "late");
        note(-10, "early");
        note(0, "b");
        note(0, "a");
        tables.attachMethods("alpha", List.of(new Clerk()));
        tables.attachMethods("zulu", List.of(new Clerk()));
        office.sort(letter);
        assertThat(seen).containsExactly("early", "clerk", "a", "b", "clerk", "late");
        assertThat(sort.handlers()).extracting(HandlerInfo::plugin).containsExactly("host", "alpha", "host", "host", "zulu", "host");
    }

    @Test
    void dropEndsALetterAndTellsTheOwnerWhy() {
        sort.attach(0, "censor", any -> Verdict.drop("no such street"));
        note(1, "after");
        office.sort(letter);
        assertThat(office.bag).isEmpty();
        assertThat(office.bin).containsExactly("Ada DROP(no such street)");
        assertThat(seen).isEmpty();
    }

    @Test
    void stolenLetterIsNeitherDeliveredNorDiscarded() {
        List<Letter> pocket = new ArrayList<>();
        sort.attach(0, "thief", stolen -> {
            pocket.add(stolen);
            return Verdict.STOLEN;
        });
        note(1, "after");
        office.sort(letter);
        assertThat(pocket).containsExactly(letter);
        assertThat(office.bag).isEmpty();
        assertThat(office.bin).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void stoppedCallOfAMethodThatOwesAnAnswerThrows() {
        assertThat(office.stamp(letter, 85)).isEqualTo(85);
        tables.at("STAMP", Letter.class).attach(0, "strike", any -> Verdict.drop("on strike"));
        assertThatThrownBy(() -> office.stamp(letter, 85))
                .isInstanceOf(HookRejectedException.class)
                .hasMessage("handler host/strike at hook point STAMP rejected the subject: on strike");
        assertThat(office.bin).containsExactly("Ada DROP(on strike)");
    }

    @Test
    void detachedHandlerSeesNothingAndDetachingTwiceDoesNothing() {
        Registration first = note(0, "first");
        note(1, "second");
        office.sort(letter);
        first.close();
        first.close();
        office.sort(letter);
        assertThat(seen).containsExactly("first", "second", "second");
        assertThat(first.info().accepted()).isEqualTo(1);
    }

    @Test
    void countsSurviveChangesOfTheChain() {
        Registration watched = sort.attach(0, "watched", this::byAddressee);
        Registration behind = note(1, "behind");
        for (int round = 0; round < 3; round++) {
            office.sort(letter);
            office.sort(new Letter("nobody"));
            office.sort(new Letter("thief"));
            office.sort(new Letter("fire"));
            note(-round, "another");
        }
        assertThat(watched.info()).isEqualTo(new HandlerInfo("host", "watched", 0, 3, 3, 3, 0, 3));
        assertThat(watched.info().seen()).isEqualTo(12);
        assertThat(behind.info()).isEqualTo(new HandlerInfo("host", "behind", 1, 3, 0, 0, 0, 0));
    }

    private Verdict byAddressee(Letter any) {
        return switch (any.to()) {
            case "nobody" -> Verdict.DROP;
            case "thief" -> Verdict.STOLEN;
            case "fire" -> throw new IllegalStateException("burnt");
            default -> Verdict.ACCEPT;
        };
    }

    @Test
    void twoTablesInOneJvmCarryDifferentHandlers() {
        HookTables others = HookTables.create();
        SortingOffice otherOffice = SortingOffice.strict(others);
        others.at("SORT", Letter.class).attach(0, "censor", any -> Verdict.DROP);
        note(0, "mine");
        office.sort(letter);
        otherOffice.sort(letter);
        assertThat(office.bag).hasSize(1);
        assertThat(otherOffice.bag).isEmpty();
        assertThat(seen).containsExactly("mine");
    }

    @Test
    void handlerMethodsOfAnObjectAreAttachedAndDetachedTogether() {
        Registrations clerk = tables.attachMethods("clerks", List.of(new Clerk()));
        assertThat(clerk.handlers()).extracting(HandlerInfo::name).containsExactly("Clerk.look", "Clerk.weigh");
        office.sort(letter);
        assertThatThrownBy(() -> office.stamp(letter, 1)).hasMessageContaining("clerks/Clerk.weigh");
        clerk.close();
        assertThat(clerk.awaitOutside(1_000)).isTrue();
        office.sort(letter);
        assertThat(office.stamp(letter, 1)).isEqualTo(1);
        assertThat(seen).containsExactly("clerk");
    }

    @Test
    void handlerMethodOfAnotherTypeIsRefusedWhenItIsAttachedAndNothingElseIsAttachedEither() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tables.attachMethods("parcels", List.of(new Clerk(), new ParcelClerk())))
                .withMessage("ParcelClerk.open takes a java.lang.Integer, but the subjects of hook point SORT are of type "
                        + Letter.class.getName());
        assertThat(sort.handlers()).isEmpty();
    }

    @Test
    void handlerMethodWithAWrongShapeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tables.attachMethods("odd", List.of(new OddClerk())))
                .withMessageContaining("OddClerk.look cannot be a handler");
    }

    @Test
    void unknownPointIsNamedTogetherWithThoseThatExist() {
        assertThatIllegalArgumentException().isThrownBy(() -> tables.at("SRT", Letter.class))
                .withMessage("no hook point SRT is declared; declared are [SORT, STAMP]");
    }

    @Test
    void pointIsRefusedForSubjectsItDoesNotHave() {
        assertThatIllegalArgumentException().isThrownBy(() -> tables.at("SORT", String.class))
                .withMessageContaining("are of type " + Letter.class.getName() + ", not java.lang.String");
        assertThat(tables.at("SORT", Record.class).name()).isEqualTo("SORT");
    }

    @Test
    void pointIsDeclaredOnce() {
        assertThatIllegalStateException().isThrownBy(() -> tables.declare("SORT", Letter.class, PointOptions.failClosed()))
                .withMessage("hook point SORT is already declared");
    }

    @Test
    void methodBehindAnUndeclaredPointSaysSoAtItsFirstSubject() {
        SortingOffice unprepared = new SortingOffice(HookTables.create());
        assertThatIllegalStateException().isThrownBy(() -> unprepared.sort(letter))
                .withMessage("SortingOffice.sort stands behind hook point SORT, which is not declared; declared are []");
    }

    @Test
    void methodWhoseSubjectIsNotThePointsSaysSoAtItsFirstSubject() {
        HookTables parcels = HookTables.create();
        parcels.declare("SORT", Integer.class, PointOptions.failClosed());
        assertThatIllegalStateException().isThrownBy(() -> new SortingOffice(parcels).sort(letter))
                .withMessageContaining("SortingOffice.sort brings subjects of type " + Letter.class.getName())
                .withMessageContaining("java.lang.Integer");
    }

    @Test
    void handlerMayChangeTheChainItStandsIn() {
        sort.attach(0, "once", new Handler<>() {
            @Override
            public Verdict handle(Letter subject) {
                note(5, "added");
                return Verdict.ACCEPT;
            }
        });
        office.sort(letter);
        assertThat(seen).isEmpty();
        office.sort(letter);
        assertThat(seen).containsExactly("added");
    }

    private Registration note(int priority, String name) {
        return sort.attach(priority, name, any -> {
            seen.add(name);
            return Verdict.ACCEPT;
        });
    }

    /// Handles two points, once with an answer and once without.
    public final class Clerk {

        @HookHandler(at = "SORT")
        public void look(Letter any) {
            seen.add("clerk");
        }

        @HookHandler(at = "STAMP", priority = 3)
        public Verdict weigh(Letter any) {
            return Verdict.DROP;
        }
    }

    /// Knows parcels by number.
    public static final class ParcelClerk {

        @HookHandler(at = "SORT")
        public void open(Integer parcel) { }
    }

    /// Wants to know more than the subject.
    public static final class OddClerk {

        @HookHandler(at = "SORT")
        public void look(Letter any, int weight) { }
    }
}
