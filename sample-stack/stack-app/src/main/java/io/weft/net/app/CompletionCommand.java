package io.weft.net.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
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

    /// The shells there are scripts for; the same script serves both, since zsh takes bash's.
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
        String setUp = shell == Shell.zsh ? "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" : "";
        out.write((setUp + AutoComplete.bash("weft", all)).getBytes(StandardCharsets.UTF_8));
        out.flush();
        return Main.EXIT_OK;
    }
}
