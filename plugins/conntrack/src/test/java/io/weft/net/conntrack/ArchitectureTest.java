package io.weft.net.conntrack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.weft.net.conntrack", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule pluginSeesOnlyTheApis = classes().should().onlyDependOnClassesThat().resideInAnyPackage(
            "java..", "org.slf4j..", "org.jspecify..", "io.weft.hook", "io.weft.net", "io.weft.net.address", "io.weft.net.connection",
            "io.weft.net.control", "io.weft.net.explain", "io.weft.net.netfilter", "io.weft.net.packet", "io.weft.net.route", "io.weft.net.tables",
            "io.weft.net.tables.extension", "io.weft.net.conntrack..");

    @ArchTest
    static final ArchRule trackingKnowsNoRules = noClasses().that().resideInAPackage("io.weft.net.conntrack")
            .and().doNotHaveSimpleName("TrackingHooks").should().dependOnClassesThat().resideInAnyPackage(
                    "io.weft.net.tables..", "..conntrack.words..", "..conntrack.command..");

    @ArchTest
    static final ArchRule onlyThePluginKnowsWhichHelpersComeWithIt = noClasses().that().resideInAPackage("io.weft.net.conntrack")
            .and().doNotHaveSimpleName("TrackingHooks").should().dependOnClassesThat().resideInAPackage("..conntrack.ftp..");
}
