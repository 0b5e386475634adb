package io.weft.net.stack.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path SAMPLE_STACK = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();
    private static final List<String> COMPILED = List.of("stack/src/test/java/io/weft/net/stack/example/LoopSnippetsTest.java",
            "stack/src/test/java/io/weft/net/stack/example/SocketSnippetsTest.java",
            "examples/plain/src/main/java/com/example/greeter/Main.java");

    @Test
    void itsJavaStandsInTestsAndExamplesThatRun() throws IOException {
        StringBuilder compiled = new StringBuilder();
        for (String file : COMPILED) {
            compiled.append(flat(Files.readString(SAMPLE_STACK.resolve(file)))).append('\n');
        }
        List<String> shown = JAVA.matcher(Files.readString(SAMPLE_STACK.resolve("README.md"))).results().map(block -> flat(block.group(1))).toList();
        assertThat(shown).hasSize(8).allSatisfy(code -> assertThat(compiled).contains(code));
    }

    @Test
    void itsGoalThatBringsPluginJarsIsThatOfAnExample() throws IOException {
        String readme = Files.readString(SAMPLE_STACK.resolve("README.md"));
        String shown = flat(readme.substring(readme.indexOf("<executions>"), readme.indexOf("</executions>")));
        assertThat(shown).contains("<goal>copy</goal>");
        assertThat(flat(Files.readString(SAMPLE_STACK.resolve("examples/spring-boot/pom.xml")))).contains(shown);
    }

    private static String flat(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
