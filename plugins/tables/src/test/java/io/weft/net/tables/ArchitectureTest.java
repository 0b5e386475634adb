package io.weft.net.tables;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.weft.net.tables", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule pluginSeesOnlyTheApis = classes().should().onlyDependOnClassesThat().resideInAnyPackage(
            "java..", "org.slf4j..", "org.jspecify..", "io.weft.hook", "io.weft.net", "io.weft.net.address", "io.weft.net.control",
            "io.weft.net.explain", "io.weft.net.netfilter", "io.weft.net.packet", "io.weft.net.route", "io.weft.net.tables..");

    @ArchTest
    static final ArchRule extensionsKnowNoTables = noClasses().that().resideInAPackage("..tables.extension..")
            .should().dependOnClassesThat().resideInAnyPackage(
                    "io.weft.net.tables", "..tables.rule..", "..tables.engine..", "..tables.match..", "..tables.iptables..");

    @ArchTest
    static final ArchRule matchesAndTargetsKnowOnlyExtensions = noClasses().that()
            .resideInAnyPackage("..tables.match..", "..tables.target..")
            .should().dependOnClassesThat().resideInAnyPackage(
                    "io.weft.net.tables", "..tables.rule..", "..tables.engine..", "..tables.iptables..");

    @ArchTest
    static final ArchRule engineKnowsNoWords = noClasses().that().resideInAnyPackage("..tables.engine..", "..tables.rule..")
            .should().dependOnClassesThat().resideInAnyPackage("..tables.match..", "..tables.iptables..");
}
