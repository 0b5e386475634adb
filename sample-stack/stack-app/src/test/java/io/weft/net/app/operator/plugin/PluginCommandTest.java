package io.weft.net.app.operator.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.app.operator.Caller;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.stack.NetStack;
import io.weft.net.tables.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCommandTest {

    @TempDir
    Path directory;

    private NetStack stack;
    private PluginHost plugins;
    private Caller weft;

    @BeforeEach
    void makeStack() {
        stack = NetStack.builder().name("router").build();
        plugins = PluginHost.builder().hooks(stack.hooks()).plugins(directory).build();
        weft = new Caller(new PluginCommand(plugins, stack.hooks()), new HooksCommand(stack.hooks()));
    }

    @AfterEach
    void closeStack() {
        plugins.close();
        stack.close();
    }

    @Test
    void refusesAJarThatIsNoneAndGoesOn() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad.jar"), "no jar");

        Shell.Result refused = weft.run("plugin load " + bad);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).startsWith("Plugin jar bad.jar is refused: ");
        assertThat(refused.out()).isEmpty();
        assertThat(weft.ok("plugin list")).contains("Plugin jar bad.jar is refused: ");
        assertThat(weft.ok("hooks")).contains("PRE_ROUTING");
    }

    @Test
    void namesWhatIsNotThere() {
        assertThat(weft.run("plugin load " + directory.resolve("x.jar")).err())
                .isEqualTo("weft plugin: there is no jar " + directory.resolve("x.jar") + " that the router can read\n");
        assertThat(weft.run("plugin unload nope")).isEqualTo(new Shell.Result("", "weft plugin: no plugin nope runs; there are \n", 1));
        assertThat(weft.run("plugin explode").exitCode()).isEqualTo(2);
        assertThat(weft.run("plugin").exitCode()).isEqualTo(2);
        assertThat(weft.ok("plugin --help")).isEqualTo(PluginCommand.HELP);
    }

    @Test
    void showsTheChainsOfTheHookPoints() throws Exception {
        stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(7, "mine", _ -> Verdict.ACCEPT);

        assertThat(weft.ok("hooks FORWARD")).contains("FORWARD", "mine", "7").doesNotContain("LOCAL_IN");
        assertThat(weft.ok("hooks --json")).startsWith("{\"points\":[").contains("\"name\":\"mine\"");
        assertThat(weft.run("hooks NOWHERE").err()).isEqualTo("weft hooks: there is no hook point NOWHERE; there are PRE_ROUTING, "
                + "LOCAL_IN, FORWARD, LOCAL_OUT, POST_ROUTING\n");
        assertThat(weft.run("hooks --yaml").exitCode()).isEqualTo(2);
    }
}
