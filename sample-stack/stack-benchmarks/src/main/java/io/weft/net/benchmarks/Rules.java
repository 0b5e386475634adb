package io.weft.net.benchmarks;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Gives rules to the plugins that keep them, through the command that operators use.
final class Rules {

    private Rules() { }

    /// @param text in the notation of iptables-save
    /// @throws IllegalStateException when they are refused
    static void restore(PluginHost host, String text) throws IOException {
        InputStream input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        Command restore = host.services(Command.class).stream().filter(command -> command.name().equals("iptables-restore")).findFirst()
                .orElseThrow(() -> new IllegalStateException("no plugin offers iptables-restore; refused: " + host.refused()));
        if (restore.run(new CommandCall(List.of(), input, System.out, System.err)) != 0) {
            throw new IllegalStateException("the rules were refused");
        }
    }
}
