package io.weft.net.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.weft.hook.Hook;

@AnalyzeClasses(packages = "io.weft.net", importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {

    /// A room knows the rooms below it, and none above: what goes up goes by an interface of the lower room.
    @ArchTest
    static final ArchRule ROOMS_DO_NOT_CALL_BACK_UP = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("stack").definedBy("io.weft.net.stack")
            .layer("loop").definedBy("io.weft.net.stack.loop..")
            .layer("udp").definedBy("io.weft.net.stack.udp..")
            .layer("tcp").definedBy("io.weft.net.stack.tcp..")
            .layer("igmp").definedBy("io.weft.net.stack.igmp..")
            .layer("icmp").definedBy("io.weft.net.stack.icmp..")
            .layer("ip").definedBy("io.weft.net.stack.ip..")
            .layer("neighbor").definedBy("io.weft.net.stack.neighbor..")
            .layer("route").definedBy("io.weft.net.stack.route..")
            .layer("device").definedBy("io.weft.net.stack.device..")
            .layer("time").definedBy("io.weft.net.stack.time..")
            .whereLayer("stack").mayNotBeAccessedByAnyLayer()
            .whereLayer("loop").mayOnlyBeAccessedByLayers("stack")
            .whereLayer("udp").mayOnlyBeAccessedByLayers("stack")
            .whereLayer("tcp").mayOnlyBeAccessedByLayers("stack")
            .whereLayer("igmp").mayOnlyBeAccessedByLayers("stack", "udp")
            .whereLayer("icmp").mayOnlyBeAccessedByLayers("stack")
            .whereLayer("ip").mayOnlyBeAccessedByLayers("stack", "icmp", "igmp", "udp", "tcp")
            .whereLayer("neighbor").mayOnlyBeAccessedByLayers("stack", "ip")
            .whereLayer("route").mayOnlyBeAccessedByLayers("stack", "icmp", "igmp", "udp", "tcp", "ip", "neighbor")
            .whereLayer("device").mayOnlyBeAccessedByLayers("stack", "loop", "igmp", "udp", "tcp", "ip", "neighbor");

    @ArchTest
    static final ArchRule ROOMS_ARE_FREE_OF_CIRCLES = slices().matching("io.weft.net.stack.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_STACK_KNOWS_NO_PLUGIN_AND_NO_DRIVER = noClasses().that().resideInAPackage("io.weft.net.stack..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weft.net.drivers..", "io.weft.net.tables..", "io.weft.net.filter..",
                    "io.weft.net.app..", "org.pf4j..");

    @ArchTest
    static final ArchRule PLUGINS_NEED_NOTHING_OF_THE_STACK = noClasses()
            .that().resideInAnyPackage("io.weft.net", "io.weft.net.packet..", "io.weft.net.route", "io.weft.net.netfilter..",
                    "io.weft.net.driver..", "io.weft.net.address..", "io.weft.net.control..", "io.weft.net.explain..")
            .should().dependOnClassesThat().resideInAPackage("io.weft.net.stack..");

    /// Native memory is the packets' and the system calls' affair.
    @ArchTest
    static final ArchRule ONLY_THE_LOOP_CALLS_THE_SYSTEM = noClasses().that().resideInAPackage("io.weft.net.stack..")
            .and().resideOutsideOfPackage("io.weft.net.stack.loop..")
            .should().dependOnClassesThat().resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule HOOK_POINTS_STAND_IN_THE_ROOMS_OF_IP = methods().that().areAnnotatedWith(Hook.class)
            .should().beDeclaredInClassesThat().resideInAPackage("io.weft.net.stack.ip");

    @ArchTest
    static final ArchRule TYPES_ARE_CLOSED = classes().that().resideInAPackage("io.weft.net.stack..").and().areNotInterfaces().and().areNotEnums()
            .and().doNotHaveModifier(JavaModifier.SYNTHETIC)
            // made by ajc, to run a hook method later
            .and().haveSimpleNameNotContaining("AjcClosure")
            .should().haveModifier(JavaModifier.FINAL);
}
