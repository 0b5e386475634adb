package io.weft.net.app.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.hook.index.PluginIndex;
import io.weft.net.app.config.NicConfig;
import io.weft.net.app.config.RouterConfig;
import io.weft.net.app.operator.Caller;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.Drivers;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins around a router: those that bring the driver of a NIC, and those that somebody signed.
class PluginDriverTest {

    @TempDir
    Path folder;

    @BeforeEach
    void packPlugin() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", "cables");
        manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
        String file = Cables.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(folder.resolve("cables.jar")); JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream compiled = Cables.class.getClassLoader().getResourceAsStream(file)) {
            jar.putNextEntry(new ZipEntry(file));
            compiled.transferTo(jar);
            jar.putNextEntry(new ZipEntry(PluginIndex.PATH));
            jar.write(Cables.class.getName().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void opensADriverThatAPluginPublishes() throws Exception {
        try (Router router = Router.open(with("lan=cable:one,address=192.168.1.1/24"), folder)) {
            assertThat(router.stack().devices()).extracting(device -> device.name()).contains("lan");
            assertThat(router.pluginNames()).containsExactly("cables");
        }
    }

    @Test
    void keepsThePluginWhoseDriverANicHasUntilItCloses() throws Exception {
        try (Router router = Router.open(with("lan=cable:one"), folder)) {
            Caller weft = new Caller(router.command("plugin").orElseThrow());
            for (String change : List.of("unload cables", "reload cables", "upgrade " + folder.resolve("cables.jar"))) {
                assertThat(weft.run("plugin " + change).err()).endsWith("plugin cables must stay, because the NIC lan is its wire:one\n");
            }
            assertThat(router.pluginNames()).containsExactly("cables");
        }
    }

    @Test
    void namesThePluginsDriversToo() throws Exception {
        RouterConfig config = with("lan=cabel:one");
        assertThatThrownBy(() -> Router.open(config, folder)).isInstanceOf(RouterException.class)
                .hasMessageContaining("there is no driver 'cabel'; there are cable, ");
    }

    @Test
    void takesOnlyPluginsThatSomebodySignedWhoseCertificateItIsGiven(@TempDir Path keys) throws Exception {
        Path store = keys.resolve("keys.p12");
        Path certificate = keys.resolve("ada.pem");
        tool("keytool", "-genkeypair", "-alias", "me", "-keyalg", "EC", "-dname", "CN=Ada", "-keystore", store, "-storepass", "secret-words");
        tool("keytool", "-exportcert", "-rfc", "-alias", "me", "-keystore", store, "-storepass", "secret-words", "-file", certificate);
        try (Router router = Router.open(with("lan=wire:one", certificate), folder)) {
            assertThat(router.pluginNames()).isEmpty();
        }
        tool("jarsigner", "-keystore", store, "-storepass", "secret-words", folder.resolve("cables.jar"), "me");
        try (Router router = Router.open(with("lan=wire:one", certificate), folder)) {
            assertThat(router.pluginNames()).containsExactly("cables");
        }
        RouterConfig withoutFile = with("lan=wire:one", keys.resolve("nobody.pem"));
        assertThatThrownBy(() -> Router.open(withoutFile, folder)).isInstanceOf(RouterException.class)
                .hasMessageStartingWith("--signers " + keys.resolve("nobody.pem") + " cannot be used: ");
    }

    private static void tool(String name, Object... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", name).toString()));
        Arrays.stream(words).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static RouterConfig with(String nic) throws Exception {
        return with(nic, null);
    }

    private static RouterConfig with(String nic, @Nullable Path signers) throws Exception {
        return new RouterConfig(List.of(NicConfig.parse(nic)), List.of(), List.of(), List.of(), null, null, null, null, null, signers);
    }

    /// The plugin: cables that are segments of `wire:`.
    public static final class Cables implements HookPlugin, DriverProvider {

        private final PluginContext context;

        public Cables(PluginContext context) {
            this.context = context;
        }

        @Override
        public void start() {
            context.publish(DriverProvider.class, this);
        }

        @Override
        public String scheme() {
            return "cable";
        }

        @Override
        public String help() {
            return "cable:NAME      a segment in memory";
        }

        @Override
        public Driver open(String target, Map<String, String> options) throws DriverException {
            Driver wire = Drivers.found().open("wire:" + target);
            // of a class of the plugin's
            return (Driver) Proxy.newProxyInstance(Cables.class.getClassLoader(), new Class<?>[] {Driver.class},
                    (_, method, arguments) -> method.invoke(wire, arguments));
        }
    }
}
