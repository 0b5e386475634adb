package io.weft.hook.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.maven.HookClasses.HookMethod;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassesWeaverTest {

    private static final List<Path> CLASS_PATH =
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).toList();
    private static final String HOST = """
            public class %1$s implements io.weft.hook.HookHost {
                public io.weft.hook.Hooks hooks() { return null; }
                %2$s
            }
            """;
    private static final String SORT = "@io.weft.hook.Hook(\"SORT\") public void sort(String letter) { }";

    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();
    private Path classes;
    private ClassesWeaver weaver;

    @BeforeEach
    void makeDirectories() throws Exception {
        classes = Files.createDirectories(directory.resolve("classes"));
        Ajc ajc = new Ajc(Path.of(System.getProperty("java.home"), "bin", "java"), CLASS_PATH);
        weaver = new ClassesWeaver(ajc, Files.createDirectories(directory.resolve("scratch")), new SystemStreamLog() {
            @Override
            public void info(CharSequence message) {
                said.add("info " + message);
            }

            @Override
            public void warn(CharSequence message) {
                said.add("warn " + message);
            }

            @Override
            public void debug(CharSequence message) {
                said.add("debug " + message);
            }
        });
    }

    @Test
    void weavesInPlaceAndLeavesClassesAloneThatDidNotChange() throws Exception {
        compile("Branch", SORT);
        assertThat(HookClasses.in(classes)).containsExactly(new HookMethod("Branch.sort", false));
        weaver.weave(classes, CLASS_PATH);
        assertThat(HookClasses.in(classes)).containsExactly(new HookMethod("Branch.sort", true));
        FileTime before = FileTime.fromMillis(1_000);
        Files.setLastModifiedTime(classes.resolve("Branch.class"), before);
        weaver.weave(classes, CLASS_PATH);
        assertThat(Files.getLastModifiedTime(classes.resolve("Branch.class"))).isEqualTo(before);
        assertThat(said).containsExactly("info Woven 1 hook method in " + classes, "debug the classes in " + classes + " are woven already");
    }

    @Test
    void classesStayWovenWhenOnlySomeAreCompiledAnew() throws Exception {
        compile("Branch", SORT);
        compile("Head", SORT);
        weaver.weave(classes, CLASS_PATH);
        byte[] head = Files.readAllBytes(classes.resolve("Head.class"));
        compile("Branch", SORT + " @io.weft.hook.Hook(\"STAMP\") public void stamp(String letter) { }");
        weaver.weave(classes, CLASS_PATH);
        assertThat(HookClasses.in(classes)).containsExactlyInAnyOrder(
                new HookMethod("Branch.sort", true), new HookMethod("Branch.stamp", true), new HookMethod("Head.sort", true));
        assertThat(Files.readAllBytes(classes.resolve("Head.class"))).isEqualTo(head);
    }

    @Test
    void directoryWithoutHooksOrWithoutClassesNeedsNothing() throws Exception {
        weaver.weave(directory.resolve("absent"), List.of());
        compile("Branch", "");
        weaver.weave(classes, List.of());
        assertThat(HookClasses.in(classes)).isEmpty();
    }

    @Test
    void missingAspectFailsTheBuildAndNamesTheHooksAndTheDependency() throws Exception {
        compile("Branch", SORT);
        assertThatThrownBy(() -> weaver.weave(classes, List.of()))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("Branch.sort: these are hook points, but the aspect that weaves them is not on the class path;"
                        + " add the dependency io.weft:hook-weave");
    }

    @Test
    void hookMethodWithoutBodyFailsTheBuildByName() throws Exception {
        compile("Branch", SORT);
        Files.writeString(directory.resolve("Plan.java"), HOST.formatted("Plan",
                "@io.weft.hook.Hook(\"SORT\") public abstract void plan(String letter);").replace("public class", "public abstract class"));
        javac("Plan");
        assertThatThrownBy(() -> weaver.weave(classes, CLASS_PATH))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("Plan.plan: these are hook points, but nothing was woven there.");
    }

    @Test
    void errorsOfAjcComeThroughWithTheClassThatTheyAreAbout() throws Exception {
        compile("Branch", "@io.weft.hook.Hook(\"SORT\") public static void sort(String letter) { }");
        assertThatThrownBy(() -> weaver.weave(classes, CLASS_PATH))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("Branch")
                .hasMessageContaining("must bear @HooksFrom");
    }

    private void compile(String name, String members) throws Exception {
        Files.writeString(directory.resolve(name + ".java"), HOST.formatted(name, members));
        javac(name);
    }

    private void javac(String name) {
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none",
                "-cp", Ajc.joined(CLASS_PATH), "-d", classes.toString(), directory.resolve(name + ".java").toString());
        assertThat(result).isZero();
    }
}
