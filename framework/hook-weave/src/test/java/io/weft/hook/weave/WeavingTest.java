package io.weft.hook.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.HookHost;
import io.weft.hook.HookRejectedException;
import io.weft.hook.Hooks;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeavingTest {

    private final Gatekeeper gatekeeper = new Gatekeeper();
    private final SortingOffice office = new SortingOffice(gatekeeper);
    private final Letter letter = new Letter("Ada");

    @Test
    void subjectPassesTheChainBeforeItEntersTheMethod() {
        office.sort(letter);
        assertThat(gatekeeper.seen).containsExactly("SORT:" + letter);
        assertThat(office.bag).containsExactly(letter);
    }

    @Test
    void stoppedSubjectDoesNotEnterTheMethod() {
        gatekeeper.open = false;
        office.sort(letter);
        assertThat(office.bag).isEmpty();
    }

    @Test
    void emptyPointLetsEverythingThrough() {
        office.sort(letter);
        gatekeeper.removeChains();
        office.sort(letter);
        assertThat(gatekeeper.seen).hasSize(1);
        assertThat(office.bag).hasSize(2);
    }

    @Test
    void furtherParametersAndTheAnswerGoThroughUnchanged() {
        assertThat(office.callStamp(letter, 20, 1L)).isEqualTo(41);
        assertThat(gatekeeper.seen).containsExactly("STAMP:" + letter);
    }

    @Test
    void callerOfAMethodThatOwesAnAnswerIsToldWhoRejectedItsSubject() {
        gatekeeper.open = false;
        assertThatThrownBy(() -> office.callStamp(letter, 20, 1L))
                .isInstanceOf(HookRejectedException.class)
                .hasMessage("handler guards/closed at hook point STAMP rejected the subject: the gate is closed");
    }

    @Test
    void methodsOfSuperclassAndSubclassEachKeepTheirPoint() {
        ExpressOffice express = new ExpressOffice(gatekeeper);
        for (int round = 0; round < 2; round++) {
            express.express(letter);
            express.giveBack(letter);
            express.sort(letter);
            express.callStamp(letter, 1, 0L);
        }
        assertThat(gatekeeper.seen).containsSequence("EXPRESS:" + letter, "RETURN:" + letter, "SORT:" + letter, "STAMP:" + letter);
        assertThat(gatekeeper.bound).containsExactly(
                "ExpressOffice.express to EXPRESS with Letter",
                "ExpressOffice.giveBack to RETURN with Letter",
                "SortingOffice.sort to SORT with Letter",
                "SortingOffice.stamp to STAMP with Letter");
    }

    @Test
    void twoObjectsOfOneClassHaveTheirOwnTables() {
        Gatekeeper other = new Gatekeeper();
        office.sort(letter);
        new SortingOffice(other).sort(letter);
        assertThat(gatekeeper.seen).hasSize(1);
        assertThat(other.seen).hasSize(1);
    }

    @Test
    void wovenHostsAreAccepted() {
        assertThatCode(() -> Weaving.require(SortingOffice.class, ExpressOffice.class)).doesNotThrowAnyException();
    }

    @Test
    void unwovenHostIsNamedTogetherWithTheWayOut(@TempDir Path directory) throws Exception {
        Class<?> host = Sources.compile(directory, "post.Branch", """
                package post;
                public class Branch implements io.weft.hook.HookHost {
                    public io.weft.hook.Hooks hooks() { throw new IllegalStateException(); }
                    @io.weft.hook.Hook("SORT") void sort(String letter) { }
                    @io.weft.hook.Hook("COUNT") int count(String letter) { return 1; }
                }
                """);
        assertThatIllegalStateException().isThrownBy(() -> Weaving.require(SortingOffice.class, host))
                .withMessageContaining("post.Branch.count, post.Branch.sort are hook points that nobody wove")
                .withMessageContaining("hook-maven-plugin")
                .withMessageContaining("-javaagent");
    }

    @Test
    void unwovenSubclassOfAWovenHostIsNamed(@TempDir Path directory) throws Exception {
        Class<?> host = Sources.compile(directory, "io.weft.hook.weave.Branch", """
                package io.weft.hook.weave;
                public class Branch {
                    public static class Inner extends WeavingTest.Host {
                        @io.weft.hook.Hook("SORT") void sort(String letter) { }
                    }
                }
                """).getDeclaredClasses()[0];
        assertThat(Weaving.unwoven(host)).containsExactly("io.weft.hook.weave.Branch$Inner.sort");
    }

    /// A woven host that others may extend.
    public static class Host implements HookHost {
        @Override
        public Hooks hooks() {
            return new Gatekeeper();
        }
    }
}
