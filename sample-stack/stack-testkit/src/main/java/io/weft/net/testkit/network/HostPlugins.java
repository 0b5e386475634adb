package io.weft.net.testkit.network;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.hook.runtime.plugin.Refusal;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.net.PacketExplainer;
import io.weft.net.Stack;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.stack.NetStack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The plugins that run around a host's stack, and their commands.
final class HostPlugins implements AutoCloseable {

    private final NetStack stack;
    private final PluginHost plugins;

    /// @param jars all of which have to run
    /// @param settings by plugin id
    /// @throws IllegalArgumentException with the sentence of each jar that does not
    HostPlugins(NetStack stack, List<Path> jars, Map<String, Map<String, ?>> settings) {
        this.stack = stack;
        plugins = PluginHost.builder().hooks(stack.hooks()).service(Stack.class, stack).service(PacketExplainer.class, stack)
                .config(ConfigSource.of(settings)).build();
        List<Refusal> refused = plugins.load(jars);
        if (!refused.isEmpty()) {
            close();
            throw new IllegalArgumentException(refused.stream().map(Refusal::toString).collect(Collectors.joining("\n")));
        }
    }

    /// Runs a command of a plugin's.
    ///
    /// @return what it printed
    /// @throws IllegalArgumentException with what it printed when it fails, or when no plugin offers it
    String run(String name, List<String> words, String input) {
        Command command = plugins.services(Command.class).stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no plugin of " + stack.name() + " offers the command " + name
                        + (names().isEmpty() ? ": it runs none, and no plugin's jar is on the class path" : ": it runs " + names())));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8)) {
            int exitCode = command.run(new CommandCall(words, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, out));
            out.flush();
            String text = printed.toString(StandardCharsets.UTF_8);
            if (exitCode != 0) {
                throw new IllegalArgumentException(stack.name() + ": " + name + " " + String.join(" ", words) + ": " + text.strip());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names() {
        return plugins.plugins().stream().map(PluginInfo::id).toList();
    }

    PluginHost host() {
        return plugins;
    }

    @Override
    public void close() {
        // or packets would pass that a plugin stopped until now
        stack.disconnect();
        plugins.close();
    }
}
