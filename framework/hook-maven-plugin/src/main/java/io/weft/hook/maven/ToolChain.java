package io.weft.hook.maven;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/// Finds the JDK that builds, and makes ajc ready to run on it.
final class ToolChain {

    private ToolChain() { }

    /// @param pluginArtifacts this plugin's own dependencies, ajc among them
    static Ajc ajc(ToolchainManager toolchains, MavenSession session, List<Artifact> pluginArtifacts) {
        List<Path> tools = pluginArtifacts.stream().map(artifact -> artifact.getFile().toPath()).toList();
        return new Ajc(java(toolchains, session), tools);
    }

    /// The launcher of the JDK that builds; of Maven's own where no tool chain was selected.
    static Path java(ToolchainManager toolchains, MavenSession session) {
        Toolchain chain = toolchains.getToolchainFromBuildContext("jdk", session);
        String found = chain == null ? null : chain.findTool("java");
        return found == null ? Path.of(System.getProperty("java.home"), "bin", "java") : Path.of(found);
    }
}
