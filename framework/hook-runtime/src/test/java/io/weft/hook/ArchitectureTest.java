package io.weft.hook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/// The directions in which the framework's packages know each other, and what none of them knows.
class ArchitectureTest {

    private final JavaClasses framework = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.weft.hook");

    @Test
    void theFrameworkKnowsNothingOfNetworks() {
        check(noClasses().should().dependOnClassesThat().resideInAnyPackage("io.weft.net..", "java.net.http..", "java.nio.channels..", "javax.net.."));
        // a class loader is made of URLs
        check(noClasses().should().dependOnClassesThat(
                DescribedPredicate.describe("are of java.net and not needed to load classes",
                        type -> type.getPackageName().equals("java.net") && !type.getSimpleName().startsWith("URL"))));
    }

    @Test
    void theApiKnowsNobody() {
        check(noClasses().that().resideInAnyPackage("io.weft.hook", "io.weft.hook.spi", "io.weft.hook.index")
                .should().dependOnClassesThat().resideInAnyPackage("io.weft.hook.weave..", "io.weft.hook.runtime..", "org.pf4j..",
                        "net.bytebuddy..", "org.aspectj.."));
    }

    @Test
    void weavingAndRuntimeKnowEachOtherThroughTheSpiOnly() {
        check(noClasses().that().resideInAPackage("io.weft.hook.weave..").should().dependOnClassesThat().resideInAPackage("io.weft.hook.runtime.."));
        check(noClasses().that().resideInAPackage("io.weft.hook.runtime..").should().dependOnClassesThat().resideInAPackage("io.weft.hook.weave.."));
    }

    @Test
    void chainsKnowNothingOfPluginJars() {
        check(noClasses().that().resideInAPackage("io.weft.hook.runtime")
                .should().dependOnClassesThat().resideInAnyPackage("io.weft.hook.runtime.plugin..", "org.pf4j.."));
    }

    @Test
    void namesSaySomething() {
        check(classes().should().haveNameNotMatching(".*(Manager|Helper|Utils?|Impl|Abstract\\w*|Default\\w*)"));
    }

    private void check(ArchRule rule) {
        rule.check(framework);
    }
}
