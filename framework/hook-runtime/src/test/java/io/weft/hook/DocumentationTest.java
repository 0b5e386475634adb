package io.weft.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Everything that users of the framework see says what it is: each public or protected type, method and constructor has `///` before it,
/// and a first sentence.
///
/// Exempt is what repeats others' words: what overrides; a method without parameters, or one of an annotation, that answers what its name
/// says; an overload of a documented method; and constructors, which make what their type says, unless they say more themselves.
class DocumentationTest {

    private static final Path FRAMEWORK = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();
    /// The benchmarks are programs, not an API.
    private static final List<String> MODULES = List.of("hook-api", "hook-weave", "hook-runtime", "hook-maven-plugin");

    private final List<String> silent = new ArrayList<>();
    private int seen;

    @Test
    void everythingPublicSaysWhatItIs() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(FRAMEWORK.resolve(module + "/src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) javac.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Source source = new Source(unit, unit.getSourceFile().getCharContent(true).toString(), positions);
                unit.getTypeDecls().stream().filter(ClassTree.class::isInstance).forEach(type -> look(source, (ClassTree) type, "", false));
            }
        }
        assertThat(silent).isEmpty();
        assertThat(seen).isGreaterThan(200);
    }

    @Test
    void everyPackageSaysWhatItsQuestionIs() throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(FRAMEWORK.resolve(module + "/src/main/java"))) {
                Set<Path> folders = new HashSet<>();
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> folders.add(file.getParent()));
                for (Path folder : folders) {
                    assertThat(folder.resolve("package-info.java")).content().startsWith("/// ");
                }
            }
        }
    }

    private record Source(CompilationUnitTree unit, String text, SourcePositions positions) {

        /// The `///` lines before a declaration, without their marks.
        String documentation(Tree declaration) {
            int start = (int) positions.getStartPosition(unit, declaration);
            List<String> before = text.substring(0, start).lines().map(String::strip).toList();
            int end = before.size();
            while (end > 0 && before.get(end - 1).isEmpty()) {
                end--;
            }
            int begin = end;
            while (begin > 0 && before.get(begin - 1).startsWith("///")) {
                begin--;
            }
            return String.join("\n", before.subList(begin, end).stream().map(line -> line.substring(3).strip()).toList());
        }
    }

    private void look(Source source, ClassTree type, String outer, boolean everyMemberPublic) {
        if (!isSeen(type.getModifiers().getFlags(), everyMemberPublic)) {
            return;
        }
        String name = outer + type.getSimpleName();
        require(source, type, name);
        boolean open = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
        Set<String> documented = new HashSet<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method && saysSomething(source.documentation(method))) {
                documented.add(method.getName().toString());
            }
        }
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree inner) {
                look(source, inner, name + ".", open);
            } else if (member instanceof MethodTree method && isSeen(method.getModifiers().getFlags(), open)) {
                if (saysSomething(source.documentation(method)) || !isExempt(method, documented)) {
                    require(source, method, name + "." + method.getName());
                }
            } else if (member instanceof VariableTree constant && isSeen(constant.getModifiers().getFlags(), open)
                    && !constant.getType().toString().equals(type.getSimpleName().toString())) {
                require(source, constant, name + "." + constant.getName());
            }
        }
    }

    private static boolean isSeen(Set<Modifier> modifiers, boolean everyMemberPublic) {
        return modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.PROTECTED)
                || everyMemberPublic && !modifiers.contains(Modifier.PRIVATE);
    }

    private static boolean isExempt(MethodTree method, Set<String> documented) {
        if (method.getReturnType() == null) {
            return true;
        }
        boolean answers = method.getParameters().isEmpty() && !method.getReturnType().toString().equals("void");
        boolean overrides = method.getModifiers().getAnnotations().stream().anyMatch(mark -> mark.getAnnotationType().toString().equals("Override"));
        return answers || overrides || documented.contains(method.getName().toString());
    }

    private void require(Source source, Tree declaration, String name) {
        seen++;
        String words = source.documentation(declaration);
        if (!saysSomething(words) || words.contains("@since")) {
            silent.add(name + ": '" + words + "'");
        }
    }

    /// Whether documentation begins with a sentence, not with a tag.
    private static boolean saysSomething(String documentation) {
        return !documentation.isEmpty() && !documentation.startsWith("@") && documentation.contains(".");
    }
}
