package io.weft.net.testkit.network;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.socket.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A host of a {@link Network}, or a router, which is a host that passes on what is not for itself. It has a stack of its own; its
/// interfaces are `eth0`, `eth1`, … in the order of its links, and all hosts know each other's names.
public final class Host {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|\\S+");

    private final Network network;
    private final String name;
    private final boolean forwards;
    private final List<LinkEnd> ends = new ArrayList<>();
    private final List<RouteEntry> routes = new ArrayList<>();
    private final List<Path> pluginJars = new ArrayList<>();
    private final Map<String, Map<String, ?>> settings = new HashMap<>();
    private final List<Object> handlers = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();
    private int devices;
    private @Nullable NetStack stack;
    private @Nullable HostPlugins plugins;

    Host(Network network, String name, boolean forwards) {
        this.network = network;
        this.name = name;
        this.forwards = forwards;
    }

    public String name() {
        return name;
    }

    public boolean isRouter() {
        return forwards;
    }

    /// A route in the words of `ip route`, such as `default via 192.168.1.2`. A host that has one of its own gets no others than those of
    /// its links; one that has none gets the shortest way to every subnet.
    ///
    /// @throws IllegalArgumentException saying which word is wrong
    public Host route(String words) {
        network.requireDeclaring("a route");
        routes.add(RouteEntry.parse(words));
        return this;
    }

    /// Its address on its first link.
    public String address() {
        LinkEnd first = ends.getFirst();
        return first.link().address(this);
    }

    /// The same for programs.
    public InetAddress inetAddress() {
        try {
            return InetAddress.getByName(address());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address() + " is an address in writing, which nobody has to be asked for", e);
        }
    }

    /// Its stack, for whatever this class has no words for.
    public NetStack stack() {
        network.comeUp();
        return Objects.requireNonNull(stack);
    }

    /// Its sockets for programs, whose threads wait in them.
    ///
    /// @throws IllegalStateException where time is virtual: there nobody would move it while the program waits
    public Sockets sockets() {
        if (network.clock() == NetworkClock.VIRTUAL) {
            throw new IllegalStateException("programs wait in the machine's time: say @NetworkTest(clock = NetworkClock.REAL), "
                    + "or use udp, listen and connect, which never wait");
        }
        return stack().sockets();
    }

    // ---- plugins and their words

    /// Has plugins run here: the jars of a folder, or one jar. A host that is told of none takes those on the class path, as soon as it is
    /// to run a command of theirs.
    public Host plugins(Path folderOrJar) {
        network.requireDeclaring("a plugin");
        pluginJars.addAll(PluginJars.in(folderOrJar));
        return this;
    }

    /// Has the plugins run here whose jars are on the class path, as dependencies of the tests.
    public Host pluginsOnClassPath() {
        network.requireDeclaring("a plugin");
        pluginJars.addAll(PluginJars.onClassPath());
        return this;
    }

    /// Has a plugin run here that was compiled and not packed yet, in a class loader of its own as the packed one will.
    ///
    /// @param classes such as `target/classes`
    /// @param dependencies ids of the plugins that it depends on
    public Host plugin(String id, Path classes, String... dependencies) {
        network.requireDeclaring("a plugin");
        pluginJars.add(PluginJars.packed(classes, id, List.of(dependencies)));
        return this;
    }

    /// Says what an operator would write in `PLUGIN.yaml`: the keys of the plugin's `@PluginConfig` record with their values, texts and
    /// numbers, lists and maps of them.
    ///
    /// @param plugin its id
    public Host settings(String plugin, Map<String, ?> keys) {
        network.requireDeclaring("a setting");
        settings.put(plugin, Map.copyOf(keys));
        return this;
    }

    /// Attaches the `@HookHandler` methods of objects that the test made, so that it can look into them.
    public Host attach(Object... withHandlers) {
        network.requireDeclaring("a handler");
        handlers.addAll(List.of(withHandlers));
        return this;
    }

    /// Says something to iptables, such as `-t nat -A POSTROUTING -o eth1 -j MASQUERADE`; words with blanks in them stand in quotes.
    ///
    /// @throws IllegalArgumentException with what iptables says against it
    public Host iptables(String words) {
        command("iptables", words);
        rules.add("iptables " + words);
        return this;
    }

    /// Loads rules in the notation of iptables-save.
    ///
    /// @throws IllegalArgumentException with what iptables-restore says against them
    public Host iptablesRestore(String text) {
        plugins().run("iptables-restore", List.of(), text);
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(rules::add);
        return this;
    }

    /// Runs a command that a plugin offers, such as `conntrack` with `-L`.
    ///
    /// @return what it printed
    /// @throws IllegalArgumentException with that when it fails, and when no plugin offers it
    public String command(String command, String words) {
        return plugins().run(command, words(words), "");
    }

    private static List<String> words(String line) {
        return WORD.matcher(line).results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group()).toList();
    }

    /// What runs its plugins: unload, replace, reload them.
    public PluginHost pluginHost() {
        return plugins().host();
    }

    private HostPlugins plugins() {
        NetStack running = stack();
        HostPlugins there = plugins;
        if (there == null) {
            there = new HostPlugins(running, PluginJars.onClassPath(), settings);
            plugins = there;
        }
        return there;
    }

    /// The ids of the plugins that run here.
    List<String> pluginNames() {
        HostPlugins there = plugins;
        return there == null ? List.of() : there.names();
    }

    /// What iptables was told.
    List<String> rules() {
        return rules;
    }

    // ---- ends that never wait

    /// Takes a UDP port.
    public UdpEnd udp(int port) {
        return call(() -> new UdpEnd(this, port));
    }

    /// Takes TCP connections to a port.
    ///
    /// @return those that have come until now, and with each later one more
    public List<TcpEnd> listen(int port) {
        List<TcpEnd> accepted = Collections.synchronizedList(new ArrayList<>());
        call(() -> stack().tcp().listen(0, port, 128, listener -> {
            for (var socket = listener.accept(); socket != null; socket = listener.accept()) {
                TcpEnd end = new TcpEnd(this);
                end.take(socket);
                accepted.add(end);
            }
        }));
        return accepted;
    }

    /// Asks for a TCP connection to the first address of another host.
    public TcpEnd connect(Host to, int port) {
        return connect(to.address(), port);
    }

    /// Asks for a TCP connection.
    public TcpEnd connect(String address, int port) {
        TcpEnd end = new TcpEnd(this);
        call(() -> {
            end.connect(address, port);
            return end;
        });
        return end;
    }

    /// Something to do on the loop of the stack.
    interface Task<T> {
        T run() throws IOException;
    }

    <T> T call(Task<T> task) {
        try {
            return stack().onLoop(task::run);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    // ---- for the network

    /// Its stack, where the network has come as far as that.
    @Nullable NetStack running() {
        return stack;
    }

    String nextDevice() {
        return "eth" + devices++;
    }

    void plug(LinkEnd end) {
        ends.add(end);
    }

    List<LinkEnd> ends() {
        return ends;
    }

    List<RouteEntry> ownRoutes() {
        return routes;
    }

    void comesUp(NetStack made) {
        stack = made;
        for (LinkEnd end : ends) {
            made.addDevice(end.device(), end);
            made.addAddress(end.device(), end.link().interfaceAddress(end));
        }
        routes.forEach(made::addRoute);
        if (!handlers.isEmpty()) {
            made.hooks().attachMethods("test", handlers);
        }
        if (!pluginJars.isEmpty()) {
            plugins = new HostPlugins(made, pluginJars, settings);
        }
    }

    void close() {
        NetStack running = stack;
        if (running == null) {
            return;
        }
        HostPlugins there = plugins;
        try {
            if (there != null) {
                plugins = null;
                there.close();
            }
        } finally {
            running.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
