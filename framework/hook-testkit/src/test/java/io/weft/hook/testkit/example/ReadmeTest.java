package io.weft.hook.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path EXAMPLES = Path.of("src/test/java/io/weft/hook/testkit/example");

    @Test
    void itsJavaIsCompiledHere() throws IOException {
        String compiled = Files.readString(EXAMPLES.resolve("LimitTest.java")) + Files.readString(EXAMPLES.resolve("OrderDesk.java"));
        List<MatchResult> shown = JAVA.matcher(Files.readString(Path.of("README.md"))).results().toList();
        assertThat(shown).hasSize(2).allSatisfy(block -> assertThat(compiled).contains(block.group(1)));
    }
}
