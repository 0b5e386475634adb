package io.weft.net.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.weft.net.app.control.ControlServer;
import io.weft.net.app.router.Router;
import io.weft.net.control.Command;
import io.weft.net.stack.NetStack;

@AnalyzeClasses(packages = "io.weft.net.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule itKnowsNoPlugin = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("io.weft.net.tables..", "io.weft.net.filter..");

    @ArchTest
    static final ArchRule theControlDoorKnowsCommandsAndNothingElseOfWeft = classes().that().resideInAPackage("..app.control..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "org.slf4j..", "org.jspecify..",
                    "io.weft.net.app.control..", Command.class.getPackageName());

    @ArchTest
    static final ArchRule whatTheOperatorWroteKnowsNoRunningStack = noClasses().that().resideInAPackage("..app.config..")
            .should().dependOnClassesThat().belongToAnyOf(NetStack.class, Router.class, ControlServer.class);

    @ArchTest
    static final ArchRule roomsDependOneWay = slices().matching("io.weft.net.app.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheEntranceKnowsTheCommandLineLibrary = noClasses().that().resideOutsideOfPackage("io.weft.net.app")
            .should().dependOnClassesThat().resideInAPackage("picocli..");
}
