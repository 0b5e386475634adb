package io.weft.hook.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;

/// A goal that runs ajc on the tool chain's JDK.
abstract class AjcMojo extends AbstractMojo {

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    private List<Artifact> pluginArtifacts;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Component
    private ToolchainManager toolchains;

    final Ajc ajc() {
        return ToolChain.ajc(toolchains, session, pluginArtifacts);
    }

    /// Weaves the hook points of a directory of classes.
    ///
    /// @param scratch a directory of the goal's own
    final void weave(File classes, File scratch, List<String> classpath) throws MojoExecutionException, MojoFailureException {
        try {
            Path ownDirectory = Files.createDirectories(scratch.toPath());
            new ClassesWeaver(ajc(), ownDirectory, getLog()).weave(classes.toPath(), Artifacts.paths(classpath));
        } catch (IOException e) {
            throw new MojoExecutionException("weaving " + classes + " failed: " + e.getMessage(), e);
        }
    }
}
