package io.weft.net.drivers;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.weft.net.driver.DriverProvider;

@AnalyzeClasses(packages = "io.weft.net.drivers", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DRIVERS_DO_NOT_KNOW_EACH_OTHER = slices().matching("io.weft.net.drivers.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule WHAT_DRIVERS_SHARE_KNOWS_NO_DRIVER = noClasses().that().resideInAPackage("io.weft.net.drivers")
            .should().dependOnClassesThat().resideInAPackage("io.weft.net.drivers.*");

    @ArchTest
    static final ArchRule PORTABLE_DRIVERS_DO_NOT_KNOW_LINUX = noClasses().that()
            .resideInAnyPackage("io.weft.net.drivers.wire", "io.weft.net.drivers.pcap")
            .should().dependOnClassesThat().resideInAnyPackage("io.weft.net.drivers.linux", "java.lang.foreign");

    @ArchTest
    static final ArchRule DRIVERS_KNOW_NOTHING_OF_HOOKS_AND_ROUTES = noClasses()
            .should().dependOnClassesThat().resideInAnyPackage("io.weft.hook..", "io.weft.net.route..", "io.weft.net.netfilter..");

    @ArchTest
    static final ArchRule PROVIDERS_ARE_ALL_THAT_USERS_SEE_OF_LINUX_DRIVERS = classes().that()
            .resideInAnyPackage("io.weft.net.drivers.raw", "io.weft.net.drivers.tuntap", "io.weft.net.drivers.pcap").and().arePublic()
            .should().beAssignableTo(DriverProvider.class);
}
