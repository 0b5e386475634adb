package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Letter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jars that refer to what is not here: found when they are loaded, though nothing of theirs runs.
class LinkCheckTest {

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();

    @Test
    void missingMethodOfTheHost() throws Exception {
        assertThat(refusal("public record Letter(String to) { public String seal(int[] wax, String[][] names) { return to; } }", "letter.seal(null, null);"))
                .isEqualTo("its class bad.Look refers to the method java.lang.String io.weft.hook.runtime.Letter.seal(int[], java.lang.String[][]),"
                        + " which is not here");
    }

    @Test
    void missingConstructor() throws Exception {
        assertThat(refusal("public class Letter { public Letter(int weight) { } }", "new Letter(5);"))
                .isEqualTo("its class bad.Look refers to the constructor io.weft.hook.runtime.Letter(int), which is not here");
    }

    @Test
    void missingField() throws Exception {
        assertThat(refusal("public class Letter { public long weight; }", "letter.weight = 5;"))
                .isEqualTo("its class bad.Look refers to the field long io.weft.hook.runtime.Letter.weight, which is not here");
    }

    @Test
    void methodThatIsNotStatic() throws Exception {
        assertThat(refusal("public class Letter { public static String to() { return null; } }", "Letter.to();"))
                .isEqualTo("its class bad.Look refers to the method java.lang.String io.weft.hook.runtime.Letter.to(), which is not static");
    }

    @Test
    void fieldThatIsPrivate() throws Exception {
        assertThat(refusal("public class Letter { public String to; }", "System.out.println(letter.to);"))
                .isEqualTo("its class bad.Look refers to the field java.lang.String io.weft.hook.runtime.Letter.to, which is private");
    }

    @Test
    void classThatIsAnInterfaceElsewhere() throws Exception {
        assertThat(refusal("public interface Letter { String to(); }", "letter.to();"))
                .isEqualTo("its class bad.Look refers to the method java.lang.String io.weft.hook.runtime.Letter.to(),"
                        + " but that class is no interface any more");
    }

    @Test
    void finalClassThatIsExtended() throws Exception {
        assertThat(refusal("public class Letter { protected Letter(String to) { } }", "class Express extends Letter { Express() { super(\"\"); } }"))
                .isEqualTo("its class bad.Look$1Express extends the class io.weft.hook.runtime.Letter, which is final");
    }

    @Test
    void missingMethodThatOnlyAMethodReferenceNames() throws Exception {
        assertThat(refusal("public record Letter(String to) { public void seal() { } }", "Runnable r = letter::seal;"))
                .isEqualTo("its class bad.Look refers to the method void io.weft.hook.runtime.Letter.seal(), which is not here");
    }

    @Test
    void missingMethodOfASharedLibrary() throws Exception {
        Path other = new PluginJar(folder, "jdk").sourceIn("org.slf4j", "Logger", "public interface Logger { void shout(); }").compile();
        new PluginJar(folder, "bad").against(other).source("Look", look("org.slf4j.Logger log = null; log.shout();")).build();
        assertThat(host().refused()).extracting(Refusal::reason)
                .containsExactly("its class bad.Look refers to the method void org.slf4j.Logger.shout(), which is not here");
    }

    @Test
    void abstractMethodThatIsNotImplemented() throws Exception {
        Path older = new PluginJar(folder, "api").sourceIn("io.weft.hook", "HookPlugin", "public interface HookPlugin { }").compile();
        new PluginJar(folder, "bad").against(older).source("Look", look("")).source("Part", "public class Part implements HookPlugin { }").build();
        assertThat(host().refused()).extracting(Refusal::reason)
                .containsExactly("its class bad.Part lacks the method void io.weft.hook.HookPlugin.start(), which it must implement");
    }

    @Test
    void severalAreCounted() throws Exception {
        assertThat(refusal("public record Letter(String to) { public void seal() { } public void burn() { } }", "letter.seal(); letter.burn();"))
                .endsWith("Letter.seal(), which is not here (and 1 more, at log level DEBUG)");
    }

    @Test
    void classThatTheJarSaysItGetsAlongWithout() throws Exception {
        new PluginJar(folder, "bad").source("Look", look("new extra.Extra();")).sourceIn("extra", "Extra", "public class Extra { }")
                .pack(entry -> !entry.endsWith("Extra.class")).manifest("Plugin-Optional-Classes", "other., extra.").build();
        assertThat(host().refused()).isEmpty();
    }

    @Test
    void ordinaryJavaOfEveryKindIsLinked() throws Exception {
        new PluginJar(folder, "good").source("Look", """
                public class Look {
                    private int secret;
                    enum Colour { RED, GREEN }
                    sealed interface Shape permits Circle { default int area() { return 1; } }
                    record Circle(int radius) implements Shape { @Override public int area() { return Shape.super.area() + radius; } }
                    class Inner { int peek() { return secret++; } }
                    @HookHandler(at = "SORT") public void look(Letter letter) throws Throwable {
                        int[][] grid = new int[2][3];
                        int[] copy = grid[0].clone();
                        String text = "a" + copy.length + letter + Colour.RED;
                        java.util.function.Supplier<java.util.List<String>> make = java.util.ArrayList::new;
                        switch (Colour.valueOf("RED")) { case RED -> make.get().add(text); case GREEN -> System.out.println(new Inner().peek()); }
                        var handle = java.lang.invoke.MethodHandles.lookup().findVirtual(String.class, "length",
                                java.lang.invoke.MethodType.methodType(int.class));
                        int length = (int) handle.invokeExact(text);
                        Object protectedToo = new Object() { @Override protected Object clone() throws CloneNotSupportedException { return super.clone(); } };
                        Runnable r = () -> System.out.println(protectedToo.equals(new Circle(length)));
                        try { r.run(); } catch (IllegalStateException e) { throw e; }
                    }
                }
                """).build();
        assertThat(host().refused()).isEmpty();
    }

    @Test
    void checkCanBeLeftOut() throws Exception {
        Path newer = new PluginJar(folder, "api").sourceIn("io.weft.hook.runtime", "Letter", "public record Letter(String to) { public void seal() { } }").compile();
        Path jar = new PluginJar(folder, "bad").against(newer).source("Look", look("letter.seal();")).build();
        try (PluginHost host = PluginHost.builder().hooks(declared()).linkCheck(false).plugins(jar).build()) {
            assertThat(host.refused()).isEmpty();
        }
    }

    /// @param letter a class that is not the host's
    private String refusal(String letter, String use) throws Exception {
        Path other = new PluginJar(folder, "api").sourceIn("io.weft.hook.runtime", "Letter", letter).compile();
        new PluginJar(folder, "bad").against(other).source("Look", look(use)).build();
        List<Refusal> refused = host().refused();
        assertThat(refused).hasSize(1);
        return refused.get(0).reason();
    }

    private static String look(String use) {
        return "public class Look { @HookHandler(at = \"SORT\") public void look(Letter letter) { } void unused(Letter letter) { " + use + " } }";
    }

    private PluginHost host() {
        return PluginHost.builder().hooks(declared()).plugins(folder).build();
    }

    private HookTables declared() {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
        return tables;
    }
}
