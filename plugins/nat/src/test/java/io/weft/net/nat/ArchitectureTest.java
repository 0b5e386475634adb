package io.weft.net.nat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.weft.net.nat", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule pluginSeesOnlyTheApis = classes().should().onlyDependOnClassesThat().resideInAnyPackage(
            "java..", "org.jspecify..", "io.weft.hook", "io.weft.net", "io.weft.net.address", "io.weft.net.connection", "io.weft.net.netfilter",
            "io.weft.net.packet", "io.weft.net.route", "io.weft.net.conntrack",
            "io.weft.net.tables", "io.weft.net.tables.extension", "io.weft.net.nat..");
}
