package io.weft.net.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `weft completion`: the script by which a shell completes weft's words.
@Command(
        name = "completion",
        description = "Prints the script by which a shell completes weft's commands, options and files.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        footer = {
            "",
            "For this shell:        source <(weft completion bash)",
            "For those to come:     weft completion bash > /etc/bash_completion.d/weft",
            "In zsh:                source <(weft completion zsh)"})
final class CompletionCommand implements Callable<Integer> {

    /// What the script changes in a zsh for all of its commands: how aliases are completed, and a name that is not weft's.
    private static final Pattern UNASKED = Pattern.compile("(?m)^.*(Make alias a distinct command|setopt COMPLETE_ALIASES|alias compopt=).*\n");

    /// The shells there are scripts for; nearly the same script serves both, since zsh takes bash's and sets up by it what it needs.
    enum Shell { bash, zsh }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private Shell shell = Shell.bash;

    private final OutputStream out;

    CompletionCommand(OutputStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        CommandLine all = CommandLines.weft(InputStream.nullInputStream(), OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        RouterWords.addTo(all);
        String script = AutoComplete.bash("weft", all);
        out.write((shell == Shell.zsh ? UNASKED.matcher(script).replaceAll("") : script).getBytes(StandardCharsets.UTF_8));
        out.flush();
        return Main.EXIT_OK;
    }
}
