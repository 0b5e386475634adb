package io.weft.net.drivers.example;

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
    private static final Path EXAMPLES = Path.of("src/test/java/io/weft/net/drivers/example");

    @Test
    void itsJavaIsCompiledHere() throws IOException {
        String compiled = flat(Files.readString(EXAMPLES.resolve("Opening.java"))) + flat(Files.readString(EXAMPLES.resolve("EchoProvider.java")));
        List<String> shown = JAVA.matcher(Files.readString(Path.of("README.md"))).results().map(block -> flat(block.group(1))).toList();
        assertThat(shown).hasSize(3).allSatisfy(code -> assertThat(compiled).contains(code));
    }

    @Test
    void wireWithNobodyToAnswerBringsNothingBack() {
        assertThat(Opening.isEmpty(new byte[60])).isTrue();
    }

    private static String flat(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
