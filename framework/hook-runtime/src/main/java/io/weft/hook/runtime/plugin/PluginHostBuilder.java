package io.weft.hook.runtime.plugin;

import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.hook.runtime.plugin.signature.SignaturePolicy;
import io.weft.hook.runtime.plugin.signature.TrustedSigners;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a plugin host is made of.
public final class PluginHostBuilder {

    @Nullable HookTables hooks;
    final Services services = new Services();
    final List<String> sharedPackages = new ArrayList<>();
    private final List<Path> places = new ArrayList<>();
    private final List<URL> packed = new ArrayList<>();
    String apiVersion = Versions.ofHookApi();
    boolean linkCheck = true;
    SignaturePolicy signatures = SignaturePolicy.OFF;
    TrustedSigners signers = TrustedSigners.of(List.of());
    ConfigSource config = ConfigSource.of(Map.of());

    PluginHostBuilder() { }

    /// The tables that plugins attach their handlers to. Their points are declared by then.
    public PluginHostBuilder hooks(HookTables tables) {
        hooks = tables;
        return this;
    }

    /// Offers a service of the host to all plugins.
    public <T> PluginHostBuilder service(Class<T> type, T service) {
        services.offer(HookTables.HOST, type, service);
        return this;
    }

    /// Packages, with those below them, whose classes a plugin gets from the host even when its jar brings a copy: the API that both
    /// are compiled against. The hook API is always shared.
    public PluginHostBuilder share(String... packages) {
        for (String name : packages) {
            sharedPackages.add(name + ".");
        }
        return this;
    }

    /// The version that a jar's `Plugin-Requires` is compared with; the hook API's if it is not said.
    public PluginHostBuilder apiVersion(String version) {
        apiVersion = version;
        return this;
    }

    /// Where plugins with a `@PluginConfig` record get it from.
    public PluginHostBuilder config(ConfigSource source) {
        config = source;
        return this;
    }

    /// Whether jars must be signed, and by whom; nobody looks if nothing is said.
    public PluginHostBuilder signatures(SignaturePolicy policy, TrustedSigners trusted) {
        signatures = policy;
        signers = trusted;
        return this;
    }

    /// Whether every class, method and field that a jar refers to must be there before it starts, as it is if nothing else is said.
    ///
    /// A jar that gets along without some names them in its manifest, by prefixes: `Plugin-Optional-Classes: org.example.extra.`
    public PluginHostBuilder linkCheck(boolean check) {
        linkCheck = check;
        return this;
    }

    /// A folder whose jars are plugins, or one such jar. Several add up.
    public PluginHostBuilder plugins(Path folderOrJar) {
        places.add(folderOrJar);
        return this;
    }

    /// A plugin's jar wherever a URL leads, as to a resource inside the program's own jar: `Main.class.getResource("/plugins/limit.jar")`.
    /// It is read once; `reload` takes what was read. Several add up.
    public PluginHostBuilder plugins(URL jar) {
        packed.add(Objects.requireNonNull(jar, "no such resource"));
        return this;
    }

    /// Loads and starts the plugins.
    ///
    /// @throws UncheckedIOException when a folder or a URL cannot be read
    public PluginHost build() {
        PluginHost host = new PluginHost(this);
        try {
            List<Path> found = new ArrayList<>();
            places.forEach(place -> found.addAll(PluginHost.jarsIn(place)));
            packed.forEach(jar -> found.add(host.unpacked(jar)));
            host.load(found);
            return host;
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }
}
