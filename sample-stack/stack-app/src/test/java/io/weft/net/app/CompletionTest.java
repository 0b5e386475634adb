package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real bash completes weft's words.
class CompletionTest {

    @TempDir
    static Path directory;

    private static Path script;

    @BeforeAll
    static void makeScript() throws Exception {
        boolean there = Files.isExecutable(Path.of("/bin/bash"));
        if (!there) {
            System.out.println("CompletionTest is skipped: there is no bash on this machine");
        }
        assumeTrue(there, "there is no bash on this machine");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(new Main(InputStream.nullInputStream(), out, OutputStream.nullOutputStream()).run(List.of("completion", "bash"))).isZero();
        script = Files.write(directory.resolve("weft"), out.toByteArray());
    }

    @Test
    void completesCommandsOfThisProgramAndOfTheRouter() throws Exception {
        assertThat(complete("weft", "")).contains("run", "top", "completion", "plugin", "hooks", "ip", "ss", "dump", "stats", "iptables");
        assertThat(complete("weft", "plu")).containsExactly("plugin");
    }

    @Test
    void completesTheirWordsAndOptions() throws Exception {
        assertThat(complete("weft", "plugin", "")).contains("list", "info", "load", "unload", "reload");
        assertThat(complete("weft", "ip", "ro")).containsExactly("route");
        assertThat(complete("weft", "ip", "route", "")).contains("show", "get", "add", "del");
        assertThat(complete("weft", "hooks", "--j")).containsExactly("--json");
        assertThat(complete("weft", "run", "--n")).contains("--nic", "--neighbor", "--no-control");
        assertThat(complete("weft", "completion", "")).contains("bash", "zsh");
    }

    private static List<String> complete(String... words) throws Exception {
        String all = "COMP_WORDS=('" + String.join("' '", words) + "'); COMP_CWORD=" + (words.length - 1) + "; source " + script
                + "; _complete_weft 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", all).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
