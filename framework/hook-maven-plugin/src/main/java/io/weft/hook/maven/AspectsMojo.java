package io.weft.hook.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/// Compiles aspects written in code style (`.aj`), which javac does not know, into a module's classes.
@Mojo(
        name = "aspects",
        defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public class AspectsMojo extends AjcMojo {

    @Parameter(defaultValue = "${project.basedir}/src/main/aspect", required = true)
    private File sources;

    @Parameter(defaultValue = "${maven.compiler.release}", required = true)
    private String release;

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    private File classes;

    @Parameter(defaultValue = "${project.build.directory}/hook-weave/aspects", readonly = true, required = true)
    private File scratch;

    @Parameter(defaultValue = "${project.compileClasspathElements}", readonly = true, required = true)
    private List<String> classpath;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        List<String> arguments = List.of(
                "-sourceroots", sources.toString(),
                // types that an aspect adds members to are woven with it
                "-inpath", classes.toString(),
                "-classpath", Ajc.joined(Artifacts.paths(classpath)),
                "-d", classes.toString(),
                "--release", release,
                "-Xlint:ignore",
                "-proc:none",
                "-g");
        try {
            Path ownDirectory = Files.createDirectories(scratch.toPath());
            Ajc.Outcome outcome = ajc().run(arguments, ownDirectory);
            if (outcome.failed()) {
                throw new MojoFailureException("the aspects in " + sources + " do not compile:\n" + outcome.output());
            }
            outcome.output().lines().forEach(getLog()::warn);
        } catch (IOException e) {
            throw new MojoExecutionException("compiling the aspects in " + sources + " failed: " + e.getMessage(), e);
        }
    }
}
