package io.weft.hook.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/// Runs the plugin in a host until it is interrupted: takes it anew when its classes change, and shows what its handlers decide.
@Mojo(name = "run", requiresDependencyResolution = ResolutionScope.TEST)
@Execute(phase = LifecyclePhase.PROCESS_TEST_CLASSES)
public class RunMojo extends TrialMojo {

    private static final String MAIN = "io.weft.hook.testkit.trial.TrialRun";
    private static final long CLOSING_TIMEOUT_S = 10;

    /// How long it runs, in seconds; 0 until it is interrupted.
    @Parameter(property = "weft.run.seconds", defaultValue = "0")
    private long seconds;

    @Parameter(property = "weft.plugin.id", defaultValue = "${project.artifactId}")
    private String pluginId;

    @Parameter(property = "weft.plugin.dependencies")
    private @Nullable String pluginDependencies;

    @Parameter(property = "weft.plugin.requires")
    private @Nullable String pluginRequires;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        Properties settings = settings(Path.of(project().getBuild().getOutputDirectory()));
        settings.setProperty("seconds", String.valueOf(seconds));
        settings.setProperty("terminal", String.valueOf(System.console() != null && session().getSettings().isInteractiveMode()));
        settings.setProperty("manifest.Plugin-Id", pluginId);
        settings.setProperty("manifest.Plugin-Version", version());
        setIfSaid(settings, "manifest.Plugin-Dependencies", pluginDependencies);
        setIfSaid(settings, "manifest.Plugin-Requires", pluginRequires);
        getLog().info("Ctrl-C ends it; another shell, or the IDE, compiles: mvn compile");
        run(jvm(MAIN, "run", settings, List.of()));
    }

    /// `1.0-SNAPSHOT` as 1.0.0: versions of plugins have three numbers.
    private String version() {
        DefaultArtifactVersion version = new DefaultArtifactVersion(project().getVersion());
        return version.getMajorVersion() + "." + version.getMinorVersion() + "." + version.getIncrementalVersion();
    }

    private static void setIfSaid(Properties settings, String key, @Nullable String value) {
        String said = orNull(value);
        if (said != null) {
            settings.setProperty(key, said);
        }
    }

    private static void run(ProcessBuilder jvm) throws MojoExecutionException, MojoFailureException {
        // its input is a pipe on which nothing comes, and whose end it hears when Maven is gone
        jvm.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process;
        try {
            process = jvm.start();
        } catch (IOException e) {
            throw new MojoExecutionException("the host cannot be started: " + e.getMessage(), e);
        }
        Thread stop = new Thread(() -> stop(process), "weft run stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new MojoFailureException("the host ended with exit code " + exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroy();
            removeHook(stop);
        }
    }

    private static void removeHook(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException mavenEnds) {
            // then it runs already
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            process.waitFor(CLOSING_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
