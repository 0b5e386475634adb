package io.weft.net.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.weft.net.testkit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.weft.net.testkit.(*)..").should().beFreeOfCycles();

    /// Plugins come as jars, cables are its own; what becomes of frames on a bad one is the drivers' model.
    @ArchTest
    static final ArchRule itKnowsNoPluginNoDriverAndNoApp = noClasses().should().dependOnClassesThat().resideInAnyPackage(
            "io.weft.net.tables..", "io.weft.net.filter..", "io.weft.net.conntrack..", "io.weft.net.nat..", "io.weft.net.mangle..",
            "io.weft.net.logging..", "io.weft.net.raw..", "io.weft.net.security..", "io.weft.net.app..", "io.weft.net.drivers", "io.weft.net.drivers.linux..",
            "io.weft.net.drivers.pcap..", "io.weft.net.drivers.raw..", "io.weft.net.drivers.tuntap..", "io.weft.net.drivers.wire..");

    @ArchTest
    static final ArchRule packetsNeedNoStack = noClasses().that().resideInAPackage("..testkit.packet..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weft.net.stack..", "io.weft.hook..");

    @ArchTest
    static final ArchRule itLogsAsItsUsersDo = noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule itSaysWhereNullMayStand = classes().should(ArchCondition.from(DescribedPredicate.describe(
            "be in packages that are @NullMarked", (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))));

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses().should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Abstract\\w*|Default\\w*)$");
}
