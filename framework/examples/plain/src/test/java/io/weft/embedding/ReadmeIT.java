package io.weft.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The framework's README, followed to the letter in an empty folder: its POM and its class, by Maven, with a local repository that has
/// nothing but what is published. What is not this project's comes from the build's own local repository, where it is there.
class ReadmeIT {

    private static final Path FRAMEWORK = Pom.root().folder().resolve("framework");
    private static final Pattern SNIPPET = Pattern.compile("```(xml|java)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("`mvn (-q package exec:java [^`]*)`");
    private static final Pattern PRINTED = Pattern.compile("SLF4J's word that nobody logs:\n\n((?: {4}.*\n)+)");
    private static final String VERSION = Pom.root().property("weft.version");

    @TempDir
    private Path folder;

    @Test
    void pomAndClassOfTheReadmeBecomeTheProgramThatItTells() throws Exception {
        String readme = Files.readString(FRAMEWORK.resolve("README.md"));
        Matcher snippet = SNIPPET.matcher(readme);
        assertThat(snippet.find()).isTrue();
        Files.writeString(folder.resolve("pom.xml"), withPluginVersions(snippet.group(2)));
        assertThat(snippet.find()).isTrue();
        Files.writeString(Files.createDirectories(folder.resolve("src/main/java")).resolve("Shop.java"), snippet.group(2));
        Matcher command = COMMAND.matcher(readme);
        Matcher printed = PRINTED.matcher(readme);
        assertThat(command.find() && printed.find()).isTrue();
        publish();
        assertThat(maven(command.group(1).split(" "))).contains(printed.group(1).replaceAll("(?m)^ {4}", ""));
    }

    /// Maven would take whatever versions of its own plugins it was made with; those of this build are there already.
    private static String withPluginVersions(String pom) {
        StringBuilder managed = new StringBuilder("<pluginManagement><plugins>");
        for (String name : List.of("maven-resources-plugin", "maven-compiler-plugin", "maven-surefire-plugin", "maven-jar-plugin", "exec-maven-plugin")) {
            String group = name.startsWith("maven-") ? "org.apache.maven.plugins" : "org.codehaus.mojo";
            managed.append("<plugin><groupId>").append(group).append("</groupId><artifactId>").append(name).append("</artifactId><version>")
                    .append(Pom.root().property(name + ".version")).append("</version></plugin>");
        }
        return pom.replace("<build>", "<build>" + managed + "</plugins></pluginManagement>");
    }

    /// Puts what the program needs into a local repository, as `mvn install` does.
    private void publish() throws IOException {
        install(Pom.root());
        for (Pom pom : Pom.reactor()) {
            if (pom.folder().startsWith(FRAMEWORK) && !pom.skipped()) {
                install(pom);
            }
        }
    }

    private void install(Pom pom) throws IOException {
        Path place = Files.createDirectories(folder.resolve("repository/io/weft/" + pom.artifactId() + "/" + VERSION));
        String name = pom.artifactId() + "-" + VERSION;
        Files.copy(pom.folder().resolve("pom.xml"), place.resolve(name + ".pom"));
        if (List.of("hook-api", "hook-weave", "hook-runtime", "hook-maven-plugin").contains(pom.artifactId())) {
            Files.copy(pom.folder().resolve("target/" + name + ".jar"), place.resolve(name + ".jar"));
        }
    }

    private String maven(String... arguments) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("settings.xml"), """
                <settings><profiles><profile><id>build</id>
                  <repositories><repository><id>build</id><url>%1$s</url><releases><checksumPolicy>ignore</checksumPolicy></releases></repository></repositories>
                  <pluginRepositories><pluginRepository><id>build</id><url>%1$s</url><releases><checksumPolicy>ignore</checksumPolicy></releases></pluginRepository></pluginRepositories>
                </profile></profiles><activeProfiles><activeProfile>build</activeProfile></activeProfiles></settings>
                """.formatted(Path.of(System.getProperty("maven.local.repository")).toUri()));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(), "-B",
                "-s", "settings.xml", "-Dmaven.repo.local=" + folder.resolve("repository")));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
