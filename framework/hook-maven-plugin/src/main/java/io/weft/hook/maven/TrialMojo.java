package io.weft.hook.maven;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/// A goal that tries a plugin in a host, in a JVM of the tool chain's JDK: Maven itself may run on an older one.
///
/// That JVM has the class path of the plugin's tests without the plugin's own classes, which come from its jar as in any host.
abstract class TrialMojo extends AbstractMojo {

    private static final String TESTKIT = "hook-testkit";
    private static final String PROPERTIES = "weft.trial.";

    /// The class of the host: an `io.weft.hook.testkit.trial.TrialHost` on the class path of the tests.
    @Parameter(property = "weft.host", required = true)
    private String host;

    @Parameter(defaultValue = "${project.build.directory}/weft", readonly = true, required = true)
    private File scratch;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Component
    private ToolchainManager toolchains;

    final MavenProject project() {
        return project;
    }

    final MavenSession session() {
        return session;
    }

    /// What a trial is told in any case.
    final Properties settings(Path plugin) {
        Properties settings = new Properties();
        settings.setProperty("host", host);
        settings.setProperty("plugin", plugin.toString());
        return settings;
    }

    /// A JVM in which a class of the test kit does what the settings say, ready to be started.
    ///
    /// @param name of the file that the settings are written to
    final ProcessBuilder jvm(String main, String name, Properties settings, List<String> options) throws MojoExecutionException {
        if (project.getArtifacts().stream().noneMatch(artifact -> artifact.getArtifactId().equals(TESTKIT))) {
            throw new MojoExecutionException("the host runs on the class path of the tests, where io.weft:" + TESTKIT
                    + " is missing: add it with scope test");
        }
        try {
            Path file = Files.createDirectories(scratch.toPath()).resolve(name + ".properties");
            try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                settings.store(writer, null);
            }
            List<String> command = new ArrayList<>(List.of(ToolChain.java(toolchains, session).toString(), "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    // so that the search for what keeps an unloaded plugin sees thread locals, and soft references do not keep it
                    "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-XX:SoftRefLRUPolicyMSPerMB=0"));
            command.addAll(options);
            command.addAll(trialProperties());
            command.addAll(List.of("-cp", classPath(), main, file.toString()));
            getLog().debug(String.join(" ", command));
            // what a plugin writes where it stands is not to lie among its sources
            return new ProcessBuilder(command).directory(scratch);
        } catch (IOException e) {
            throw new MojoExecutionException("the trial cannot be prepared in " + scratch + ": " + e.getMessage(), e);
        }
    }

    private String classPath() {
        List<String> entries = new ArrayList<>(List.of(project.getBuild().getTestOutputDirectory()));
        for (Artifact artifact : project.getArtifacts()) {
            if (artifact.getFile() != null && artifact.getArtifactHandler().isAddedToClasspath()) {
                entries.add(artifact.getFile().toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /// What the POM or the command line tells the host: all properties that begin with `weft.trial.`.
    private List<String> trialProperties() {
        Properties said = new Properties();
        said.putAll(project.getProperties());
        said.putAll(session.getUserProperties());
        List<String> words = new ArrayList<>();
        for (String key : new TreeSet<>(said.stringPropertyNames())) {
            if (key.startsWith(PROPERTIES)) {
                words.add("-D" + key + "=" + said.getProperty(key));
            }
        }
        return words;
    }

    static @Nullable String orNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
