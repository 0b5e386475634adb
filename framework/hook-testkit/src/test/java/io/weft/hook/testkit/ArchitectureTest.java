package io.weft.hook.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.weft.hook.testkit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /// An author's test sees of the framework what a host sees.
    @ArchTest
    static final ArchRule itKnowsTheApiAndTheRuntimesEntrances = classes().should().onlyDependOnClassesThat().resideInAnyPackage(
            "java..", "com.sun.management..", "org.jspecify..", "org.slf4j..", "org.opentest4j..", "org.junit.jupiter.api..", "io.weft.hook", "io.weft.hook.index",
            "io.weft.hook.runtime", "io.weft.hook.runtime.plugin", "io.weft.hook.runtime.plugin.link", "io.weft.hook.testkit..");

    @ArchTest
    static final ArchRule itKnowsNothingOfNetworks = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("io.weft.net..", "java.nio.channels..", "java.net.http..", "javax.net..");

    @ArchTest
    static final ArchRule itLogsAsItsUsersDo = noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule itSaysWhereNullMayStand = classes().should(ArchCondition.from(DescribedPredicate.describe(
            "be in packages that are @NullMarked", (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))));

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses().should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Abstract\\w*|Default\\w*)$");
}
