package io.weft.hook.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Hooks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ajc says of hook methods that cannot be woven, and that weaving twice changes nothing.
class HookRulesTest {

    @TempDir
    private Path directory;

    @Test
    void staticHookMethodOfAClassThatNamesNoTablesIsAnError() throws Exception {
        assertThat(errorsFor("@Hook(\"SORT\") static void sort(String letter) { }"))
                .singleElement().asString().contains("must bear @HooksFrom");
    }

    @Test
    void hookMethodWithoutSubjectIsAnError() throws Exception {
        assertThat(errorsFor("@Hook(\"SORT\") void sort() { }"))
                .singleElement().asString().contains("needs a parameter");
    }

    @Test
    void hookMethodOfAClassThatIsNoHostIsAnError() throws Exception {
        Sources.compile(directory, "Branch", """
                class Branch {
                    @io.weft.hook.Hook("SORT") void sort(String letter) { }
                }
                """);
        assertThat(Sources.weave(directory)).singleElement().asString().contains("must implement HookHost");
    }

    @Test
    void hookMethodsOfEveryVisibilityAndShapeAreWoven() throws Exception {
        assertThat(errorsFor("""
                @Hook("A") private void a(String letter) { }
                @Hook("B") protected final String b(String letter, int i, double d) { return letter; }
                @Hook("C") public synchronized long c(Object letter) throws java.io.IOException { return 1; }
                @Hook("D") <T extends CharSequence> T d(T letter) { return letter; }
                @Hook("E") boolean e(int number) { return number > 0; }
                """)).isEmpty();
        assertThat(Weaving.unwoven(Sources.load(directory.resolve("classes"), "Branch"))).isEmpty();
    }

    @Test
    void staticHookMethodsOfEveryVisibilityAndShapeAreWoven() throws Exception {
        Sources.compile(directory, "Branch", """
                import io.weft.hook.*;
                @HooksFrom(Branch.Tables.class) public class Branch {
                    static class Tables implements HookHost { public Hooks hooks() { throw new IllegalStateException(); } }
                    @Hook("A") private static void a(String letter) { }
                    @Hook("B") public static String b(String letter, int i, double d) { return letter; }
                    @Hook("C") static void c(long number, Object other) { }
                }
                """);
        assertThat(Sources.weave(directory)).isEmpty();
        assertThat(Weaving.unwoven(Sources.load(directory.resolve("classes"), "Branch"))).isEmpty();
    }

    @Test
    void hookMethodOfAnInterfaceIsWovenIntoNoClassAndNamed() throws Exception {
        Sources.compile(directory, "Counter", """
                interface Counter extends io.weft.hook.HookHost {
                    @io.weft.hook.Hook("SORT") default void sort(String letter) { }
                }
                """);
        assertThat(Sources.weave(directory)).singleElement().asString().contains("must not be in an interface");
    }

    @Test
    void wovenClassCanBeWovenAgain() throws Exception {
        Class<?> unwoven = Sources.compile(directory, "Branch", host("""
                public int sorted;
                @Hook("SORT") public void sort(String letter) { sorted++; }
                """));
        assertThat(Weaving.unwoven(unwoven)).isNotEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(Sources.weave(directory)).isEmpty();
        }
        Class<?> type = Sources.load(directory.resolve("classes"), "Branch");
        Gatekeeper gatekeeper = new Gatekeeper();
        Object branch = type.getConstructor(Hooks.class).newInstance(gatekeeper);
        type.getMethod("sort", String.class).invoke(branch, "a letter");
        assertThat(gatekeeper.seen).containsExactly("SORT:a letter");
        assertThat(type.getField("sorted").getInt(branch)).isEqualTo(1);
    }

    private List<String> errorsFor(String members) throws Exception {
        Sources.compile(directory, "Branch", host(members));
        return Sources.weave(directory);
    }

    private static String host(String members) {
        return """
                import io.weft.hook.*;
                public class Branch implements HookHost {
                    private final Hooks hooks;
                    public Branch(Hooks hooks) { this.hooks = hooks; }
                    public Hooks hooks() { return hooks; }
                    %s
                }
                """.formatted(members);
    }
}
