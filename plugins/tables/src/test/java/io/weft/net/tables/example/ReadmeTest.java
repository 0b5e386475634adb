package io.weft.net.tables.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path PLUGINS = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();

    @Test
    void itsJavaIsCompiledHereOrInAPluginOfTheArchetype() throws IOException {
        String compiled = compiled();
        List<String> shown = JAVA.matcher(Files.readString(PLUGINS.resolve("README.md"))).results().map(ReadmeTest::code).toList();
        assertThat(shown).hasSize(2).allSatisfy(code -> assertThat(compiled).contains(code));
    }

    private static String compiled() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path folder : List.of(PLUGINS.resolve("tables/src/test/java/io/weft/net/tables/example"),
                PLUGINS.resolve("../archetype/src/main/resources/archetype-resources/src/main/java"))) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    text.append(flat(Files.readString(file))).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String code(MatchResult block) {
        return flat(block.group(1));
    }

    private static String flat(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
