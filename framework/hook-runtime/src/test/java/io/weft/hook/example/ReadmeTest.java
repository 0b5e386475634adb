package io.weft.hook.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path FRAMEWORK = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();
    private static final Pattern PUBLIC_TYPE = Pattern.compile("^public .*?\\b(?:class|interface|record|enum|@interface) (\\w+)", Pattern.MULTILINE);

    private static String readme() throws IOException {
        return Files.readString(FRAMEWORK.resolve("README.md"));
    }

    private static List<Path> api() throws IOException {
        try (Stream<Path> files = Files.list(FRAMEWORK.resolve("hook-api/src/main/java/io/weft/hook"))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    @Test
    void theExampleIsTheProgramThatIsCompiledHere() throws IOException {
        String source = Files.readString(FRAMEWORK.resolve("hook-runtime/src/test/java/io/weft/hook/example/Shop.java"));
        assertThat(readme()).contains("```java\n" + source.replace("package io.weft.hook.example;\n\n", "") + "```");
    }

    @Test
    void theExamplePrintsWhatTheReadmeSays() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Shop.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(readme()).contains(printed.toString(StandardCharsets.UTF_8).indent(4));
    }

    @Test
    void theReadmeNamesEveryTypeOfTheApi() throws IOException {
        String list = readme().split("## The API")[1].split("## ")[0];
        for (Path file : api()) {
            PUBLIC_TYPE.matcher(Files.readString(file)).results().forEach(type -> assertThat(list).contains("`" + type.group(1) + "`"));
        }
    }
}
