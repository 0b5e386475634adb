package io.weft.hook.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginIndexProcessorTest {

    private static final String IMPORTS = "package post; import io.weft.hook.*; ";

    @TempDir
    private Path directory;

    @Test
    void listsClassesWithHandlersAndPluginsInAlphabeticalOrder() throws Exception {
        assertThat(compile("Sorter", """
                public class Sorter {
                    @HookHandler(at = "SORT") public Verdict sort(String letter) { return Verdict.ACCEPT; }
                    @HookHandler(at = "SORT") public void look(Object letter) { }
                    public static class Life implements HookPlugin { public void start() { } }
                    static class Other { }
                }
                """)).isEmpty();
        assertThat(index()).containsExactly("post.Sorter", "post.Sorter$Life");
    }

    @Test
    void pluginWithoutHandlersHasAnEmptyIndex() throws Exception {
        assertThat(compile("Plain", "public class Plain { }")).isEmpty();
        assertThat(index()).isEmpty();
    }

    @Test
    void compilingAFewClassesKeepsTheOthersInTheIndex() throws Exception {
        String handler = "public class %s { @HookHandler(at = \"SORT\") public void look(Object letter) { } }";
        compile("A", handler.formatted("A"));
        compile("B", handler.formatted("B"));
        assertThat(index()).containsExactly("post.A", "post.B");
        compile("B", "public class B { }");
        assertThat(index()).containsExactly("post.A");
        Files.delete(directory.resolve("classes/post/A.class"));
        compile("B", handler.formatted("B"));
        assertThat(index()).containsExactly("post.B");
    }

    @Test
    void handlerThatIsNotPublicIsAnError() throws Exception {
        assertThat(errorsFor("@HookHandler(at = \"SORT\") Verdict sort(String letter) { return Verdict.ACCEPT; }"))
                .containsExactly("handler method Sorter.sort must be public, not static and not abstract");
    }

    @Test
    void handlerWithoutOrWithTooManyParametersIsAnError() throws Exception {
        assertThat(errorsFor("@HookHandler(at = \"SORT\") public void none() { } @HookHandler(at = \"SORT\") public void two(String a, int b) { }"))
                .containsExactly(
                        "handler method Sorter.none must take the subject and nothing else",
                        "handler method Sorter.two must take the subject and nothing else");
    }

    @Test
    void handlerWithAnotherAnswerIsAnError() throws Exception {
        assertThat(errorsFor("@HookHandler(at = \"SORT\") public boolean sort(String letter) { return true; }"))
                .containsExactly("handler method Sorter.sort must answer Verdict or void, not boolean");
    }

    @Test
    void handlerOfPrimitivesIsAnError() throws Exception {
        assertThat(errorsFor("@HookHandler(at = \"SORT\") public void sort(int letter) { }"))
                .containsExactly("handler method Sorter.sort must take an object, not a int");
    }

    @Test
    void classThatNobodyCanMakeIsAnError() throws Exception {
        assertThat(compile("Sorter", """
                abstract class Sorter {
                    Sorter() { }
                    Sorter(int size) { }
                    @HookHandler(at = "SORT") public void sort(String letter) { }
                }
                """)).containsExactly(
                        "post.Sorter has handler methods, so it must be a class that can be made: not abstract, no interface, no enum",
                        "post.Sorter is made by the host, so it must be public",
                        "post.Sorter is made by the host, so it must have exactly one constructor, and a public one");
    }

    private List<String> errorsFor(String members) throws Exception {
        return compile("Sorter", "public class Sorter { " + members + " }");
    }

    private List<String> index() throws Exception {
        try (var reader = Files.newBufferedReader(directory.resolve("classes").resolve(PluginIndex.PATH))) {
            return PluginIndex.read(reader);
        }
    }

    private List<String> compile(String name, String source) throws Exception {
        Path file = Files.createDirectories(directory.resolve("source/post")).resolve(name + ".java");
        Files.writeString(file, IMPORTS + source);
        Path classes = Files.createDirectories(directory.resolve("classes"));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        String classPath = System.getProperty("java.class.path") + File.pathSeparator + classes;
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, null, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(new StringWriter(), files, diagnostics,
                    List.of("-d", classes.toString(), "-cp", classPath), null, files.getJavaFileObjects(file));
            task.setProcessors(List.of(new PluginIndexProcessor()));
            task.call();
        }
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(diagnostic.getMessage(null));
            }
        }
        return errors;
    }
}
