package io.weft.net.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    /// A comment that names a file, and the indented lines that follow.
    private static final Pattern EXAMPLE = Pattern.compile("<!-- (\\w+\\.java) -->\n\n((?:(?: {4}.*)?\n)+)");
    private static final Path EXAMPLES = Path.of("src", "test", "java", "io", "weft", "net", "testkit", "example");

    @Test
    void itsExamplesStandInTestsThatRun() throws IOException {
        assertThat(EXAMPLE.matcher(Files.readString(Path.of("README.md"))).results()).hasSize(3).allSatisfy(ReadmeTest::standsInItsFile);
    }

    private static void standsInItsFile(MatchResult example) {
        try {
            assertThat(flat(Files.readString(EXAMPLES.resolve(example.group(1))))).contains(flat(example.group(2)));
        } catch (IOException e) {
            throw new AssertionError("no file " + example.group(1), e);
        }
    }

    private static String flat(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
