package io.weft.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/// What all modules that are published have in common, read from the POMs of the whole tree.
class PublishedModulesIT {

    private static final List<Pom> PUBLISHED = Pom.reactor().stream().filter(Pom::isPublished).toList();

    private static Pom bom() {
        return Pom.reactor().stream().filter(pom -> pom.artifactId().equals("weft-bom")).findFirst().orElseThrow();
    }

    @Test
    void bomListsEachOfThemAndNothingElse() {
        assertThat(bom().all("dependency")).allSatisfy(entry ->
                assertThat(Pom.children(Optional.of(entry))).extracting(Element::getTextContent).contains("io.weft", "${project.version}"));
        assertThat(bom().all("dependency").stream().map(entry -> Pom.children(Optional.of(entry)).get(1).getTextContent()))
                .containsExactlyInAnyOrderElementsOf(PUBLISHED.stream().map(Pom::artifactId).toList());
    }

    @Test
    void bomHasNoParentWhoseVersionsItWouldBring() {
        assertThat(bom().child("parent")).isEmpty();
        assertThat(bom().child("version").orElseThrow().getTextContent()).isEqualTo(Pom.root().property("weft.version"));
    }

    /// The BOM, and the Spring Boot example, whose parent is Spring's.
    @Test
    void versionsInPomsThatDoNotInheritAreTheRoots() {
        Pom spring = Pom.read(Pom.root().folder().resolve("sample-stack/examples/spring-boot"), false);
        assertThat(version(spring.all("parent").get(0))).isEqualTo(Pom.root().property("spring-boot.version"));
        assertThat(spring.property("weft.version")).isEqualTo(Pom.root().property("weft.version"));
        for (Pom pom : List.of(spring, bom())) {
            for (Element plugin : pom.all("plugin")) {
                String version = version(plugin);
                if (!version.isEmpty() && !version.startsWith("${")) {
                    assertThat(version).isEqualTo(Pom.root().property(plugin.getElementsByTagName("artifactId").item(0).getTextContent() + ".version"));
                }
            }
        }
    }

    private static String version(Element of) {
        return Pom.children(Optional.of(of)).stream().filter(each -> each.getTagName().equals("version")).map(Element::getTextContent)
                .findFirst().orElse("");
    }

    @Test
    void eachHasTheNameOfAModuleAndPackagesOfItsOwn() throws IOException {
        List<String> packages = new ArrayList<>();
        for (Pom pom : PUBLISHED) {
            packages.addAll(pom.packages());
        }
        assertThat(packages).doesNotHaveDuplicates();
        assertThat(PUBLISHED).extracting(pom -> pom.property("weft.module")).doesNotHaveDuplicates().allMatch(name -> name.startsWith("io.weft."));
    }

    @Test
    void moduleDescriptorBearsTheSameNameAndForgetsNoPackage() throws IOException {
        for (Pom pom : PUBLISHED) {
            Path descriptor = pom.folder().resolve("src/main/module/module-info.java");
            if (Files.exists(descriptor)) {
                String text = Files.readString(descriptor);
                assertThat(text).contains("module " + pom.property("weft.module") + " {");
                // nobody outside calls it
                List<String> kept = List.of("io/weft/net/stack/explain");
                assertThat(pom.packages()).filteredOn(name -> !kept.contains(name))
                        .allSatisfy(name -> assertThat(text).contains("exports " + name.replace('/', '.')));
            }
        }
    }

    @Test
    void moduleDescriptorProvidesWhatTheServiceFilesName() throws IOException {
        for (Pom pom : PUBLISHED) {
            Path descriptor = pom.folder().resolve("src/main/module/module-info.java");
            Path services = pom.folder().resolve("src/main/resources/META-INF/services");
            if (Files.exists(descriptor) && Files.exists(services)) {
                String text = Files.readString(descriptor);
                try (Stream<Path> files = Files.list(services)) {
                    // javac asks for its annotation processors by the file alone
                    for (Path service : files.filter(file -> file.getFileName().toString().startsWith("io.weft.")).toList()) {
                        assertThat(text).contains("provides " + service.getFileName());
                        assertThat(Files.readAllLines(service)).allSatisfy(provider -> assertThat(text).contains(provider.replace('$', '.')));
                    }
                }
            }
        }
    }
}
