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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real shells complete weft's words.
@Timeout(120)
class CompletionTest {

    @TempDir
    private Path directory;

    private enum Shell {

        bash {
            @Override
            String completing(Path script, String... words) {
                return "COMP_WORDS=('" + String.join("' '", words) + "'); COMP_CWORD=" + (words.length - 1) + "; source " + script
                        + "; _complete_weft 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
            }
        },

        /// Completes only where somebody types: a second shell at a terminal of the first, with what it would offer written aside.
        zsh {
            @Override
            String completing(Path script, String... words) {
                return """
                        zmodload zsh/zpty
                        zpty shell zsh -f -i
                        zpty -w shell "PROMPT='' PS2=''; cd %1$s; source %2$s"
                        zpty -w shell 'offered() {
                            compadd() { builtin compadd -A fits "$@"; print -rl -- $fits >> offered; builtin compadd "$@" }
                            _main_complete; unfunction compadd; print -r DO""NE
                        }'
                        zpty -w shell "zle -C offered complete-word offered; bindkey '^T' offered; print READ""Y"
                        while zpty -r shell line; do [[ $line == *READY* ]] && break; done
                        zpty -w -n shell "%3$s"$'\\C-t'
                        while zpty -r shell line; do [[ $line == *DONE* ]] && break; done
                        cat offered 2>/dev/null
                        zpty -d shell
                        """.formatted(script.getParent(), script, String.join(" ", words));
            }
        };

        /// What has the shell print the words that could follow, or stand in the place of the last.
        abstract String completing(Path script, String... words);

        private List<String> command(String line) {
            return this == bash ? List.of("bash", "--norc", "-c", line) : List.of("zsh", "-f", "-c", line);
        }

        private boolean isThere() {
            return List.of("/bin/", "/usr/bin/").stream().anyMatch(place -> Files.isExecutable(Path.of(place + this)));
        }
    }

    private List<String> complete(Shell shell, String... words) throws Exception {
        Files.deleteIfExists(directory.resolve("offered"));
        Process process = new ProcessBuilder(shell.command(shell.completing(directory.resolve("weft"), words)))
                .directory(directory.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines().map(String::strip).filter(line -> !line.isEmpty()).distinct().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private String script(Shell shell) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = new Main(InputStream.nullInputStream(), out, OutputStream.nullOutputStream()).run(List.of("completion", shell.name()));
        assertThat(exitCode).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private void haveScript(Shell shell) throws Exception {
        if (!shell.isThere()) {
            System.out.println("CompletionTest leaves out " + shell + ": there is none on this machine");
        }
        assumeTrue(shell.isThere(), "there is no " + shell + " on this machine");
        Files.writeString(directory.resolve("weft"), script(shell));
    }

    @ParameterizedTest
    @EnumSource
    void completesCommandsOfThisProgramAndOfTheRouter(Shell shell) throws Exception {
        haveScript(shell);
        assertThat(complete(shell, "weft", "")).contains("run", "top", "completion", "plugin", "hooks", "ip", "ss", "dump", "stats", "iptables");
        assertThat(complete(shell, "weft", "plu")).containsExactly("plugin");
    }

    @ParameterizedTest
    @EnumSource
    void completesTheirWordsAndOptions(Shell shell) throws Exception {
        haveScript(shell);
        assertThat(complete(shell, "weft", "plugin", "")).contains("list", "info", "load", "unload", "reload");
        assertThat(complete(shell, "weft", "ip", "ro")).containsExactly("route");
        assertThat(complete(shell, "weft", "ip", "route", "")).contains("show", "get", "add", "del");
        assertThat(complete(shell, "weft", "hooks", "--j")).containsExactly("--json");
        assertThat(complete(shell, "weft", "run", "--n")).contains("--nic", "--neighbor", "--no-control");
        assertThat(complete(shell, "weft", "completion", "")).contains("bash", "zsh");
    }

    @Test
    void changesNothingOfAZshButWhatConcernsWeft() {
        assertThat(script(Shell.zsh)).contains("bashcompinit").doesNotContain("setopt", "alias ");
    }
}
