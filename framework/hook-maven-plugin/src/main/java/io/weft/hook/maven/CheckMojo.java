package io.weft.hook.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/// Checks the packed plugin: all that it refers to is in the API that it is given and meant for plugins, and once it has run in a host and
/// is unloaded nothing keeps its classes.
@Mojo(
        name = "check",
        defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public class CheckMojo extends TrialMojo {

    private static final String MAIN = "io.weft.hook.testkit.trial.TrialCheck";

    /// Leaves the plugin unchecked.
    @Parameter(property = "weft.check.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project.build.directory}/${project.build.finalName}.jar", readonly = true, required = true)
    private File jar;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("The plugin is not checked, as weft.check.skip says");
            return;
        }
        if (project().getPackaging().equals("pom")) {
            return;
        }
        Path packed = jar.toPath();
        if (!Files.exists(packed)) {
            throw new MojoExecutionException("there is no " + jar + " to check: it is made in the phase package");
        }
        Properties settings = settings(packed);
        settings.setProperty("api", api());
        run(jvm(MAIN, "check", settings, List.of("-XX:TieredStopAtLevel=1")), packed);
    }

    /// What the host has: the dependencies of scope provided.
    private String api() {
        return project().getArtifacts().stream().filter(artifact -> Artifact.SCOPE_PROVIDED.equals(artifact.getScope()) && artifact.getFile() != null)
                .map(artifact -> artifact.getFile().toString()).collect(Collectors.joining(File.pathSeparator));
    }

    private void run(ProcessBuilder jvm, Path packed) throws MojoExecutionException, MojoFailureException {
        try {
            Process process = jvm.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new MojoFailureException("the plugin is not as it should be (-Dweft.check.skip leaves this out):\n" + output);
            }
            output.lines().forEach(getLog()::warn);
            getLog().info(packed.getFileName() + " uses what is meant for plugins, and leaves nothing behind when it is unloaded");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new MojoExecutionException("the host cannot be started: " + e.getMessage(), e);
        }
    }
}
