package io.weft.net.logging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.weft.net.logging", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule pluginSeesOnlyTheApis = classes().should().onlyDependOnClassesThat().resideInAnyPackage(
            "java..", "org.slf4j..", "org.jspecify..", "io.weft.hook", "io.weft.net", "io.weft.net.address", "io.weft.net.explain",
            "io.weft.net.netfilter", "io.weft.net.packet", "io.weft.net.route", "io.weft.net.tables", "io.weft.net.tables.extension",
            "io.weft.net.tables.rule", "io.weft.net.logging");
}
