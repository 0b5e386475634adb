package io.weft.net;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.weft.net", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.weft.net.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packetKnowsNoHooksDriversOrCommands = noClasses().that().resideInAPackage("..net.packet..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weft.hook..", "..net.driver..", "..net.netfilter..", "..net.control..");

    @ArchTest
    static final ArchRule addressesKnowNothing = noClasses().that().resideInAPackage("..net.address..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weft.hook..", "..net.packet..", "..net.route..", "..net.driver..",
                    "..net.netfilter..", "..net.control..");

    @ArchTest
    static final ArchRule routesKnowNoPackets = noClasses().that().resideInAPackage("..net.route..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weft.hook..", "..net.packet..", "..net.driver..");

    @ArchTest
    static final ArchRule driversKnowNoIp = noClasses().that().resideInAPackage("..net.driver..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weft.hook..", "..net.route..", "..net.netfilter..");

    @ArchTest
    static final ArchRule nativeMemoryIsTouchedInOnePackage = noClasses().that().resideOutsideOfPackage("..net.packet..")
            .should().dependOnClassesThat().resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule whatIsOnThePathIsFinal = classes().that().resideInAPackage("..net.packet..").and().areNotInterfaces()
            .and().areNotEnums().should().haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses().should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Abstract\\w*|Default\\w*)$");
}
