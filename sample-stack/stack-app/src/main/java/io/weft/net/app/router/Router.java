package io.weft.net.app.router;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.hook.runtime.plugin.signature.SignaturePolicy;
import io.weft.hook.runtime.plugin.signature.TrustedSigners;
import io.weft.net.PacketExplainer;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.app.config.FileFault;
import io.weft.net.app.config.NicConfig;
import io.weft.net.app.config.RouterConfig;
import io.weft.net.app.operator.OperatorCommands;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.DriverUri;
import io.weft.net.drivers.Drivers;
import io.weft.net.stack.NetStack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A stack that forwards, with the plugins of a folder. Closing takes it off its links, unloads the plugins and then closes the stack.
public final class Router implements AutoCloseable {

    private static final String RESTORE = "iptables-restore";

    private final NetStack stack;
    private final PluginHost plugins;
    private final List<Command> own;

    private Router(NetStack stack, PluginHost plugins) {
        this.stack = stack;
        this.plugins = plugins;
        this.own = OperatorCommands.of(stack, plugins);
    }

    /// A router around a stack that has no NICs yet.
    ///
    /// @param stack closed with the router; if this fails, at once
    /// @param folder of the plugin jars, and of what an operator tells them, such as `logging.yaml`; a jar that cannot run is
    ///     named in the log, and the rest goes on
    public static Router around(NetStack stack, Path folder) throws RouterException {
        return around(stack, folder, ConfigSource.folder(folder));
    }

    /// The same with the plugins' configuration from elsewhere.
    public static Router around(NetStack stack, Path folder, ConfigSource config) throws RouterException {
        return around(stack, folder, config, SignaturePolicy.OFF, TrustedSigners.of(List.of()));
    }

    private static Router around(NetStack stack, Path folder, ConfigSource config, SignaturePolicy policy, TrustedSigners signers)
            throws RouterException {
        if (!Files.isDirectory(folder)) {
            stack.close();
            throw new RouterException("the plugin folder " + folder + " is not there: name one with --plugins");
        }
        return new Router(stack, PluginHost.builder().hooks(stack.hooks()).service(Stack.class, stack)
                .service(PacketExplainer.class, stack).config(config).signatures(policy, signers).plugins(folder).build());
    }

    /// The router that an operator wrote, its rules loaded, not started yet. If anything of it cannot be had, nothing stays open.
    ///
    /// @param folder of the plugin jars
    public static Router open(RouterConfig config, Path folder) throws RouterException {
        TrustedSigners signers = config.signers() == null ? TrustedSigners.of(List.of()) : signers(config.signers());
        Router router = around(NetStack.builder().name("weft").forwarding(true).build(), folder, ConfigSource.folder(folder),
                config.signers() == null ? SignaturePolicy.OFF : SignaturePolicy.REQUIRE, signers);
        try {
            if (config.rules() != null) {
                router.loadRules(config.rules());
            }
            Drivers drivers = Drivers.found().and(router.plugins.services(DriverProvider.class).toArray(DriverProvider[]::new));
            for (NicConfig nic : config.nics()) {
                router.addNic(nic, drivers);
            }
            config.neighbors().forEach(each -> router.stack.addNeighbor(each.nic(), each.address(), each.mac()));
            config.routes().forEach(router.stack::addRoute);
            config.ipRules().forEach(router.stack::addRule);
            return router;
        } catch (IllegalArgumentException e) {
            router.close();
            throw new RouterException(e.getMessage(), e);
        } catch (RouterException | RuntimeException e) {
            router.close();
            throw e;
        }
    }

    private static TrustedSigners signers(Path file) throws RouterException {
        try {
            return TrustedSigners.ofCertificates(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new RouterException("--signers " + file + " cannot be used: " + e, e);
        }
    }

    private void loadRules(Path file) throws RouterException {
        try {
            restore(Files.readString(file));
        } catch (RouterException e) {
            throw new RouterException("--rules " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new RouterException("--rules " + file + " cannot be read: " + FileFault.reason(e), e);
        }
    }

    private void addNic(NicConfig nic, Drivers drivers) throws RouterException {
        Driver driver;
        try {
            driver = drivers.open(withMac(nic));
        } catch (DriverException e) {
            throw new RouterException("--nic " + nic.name() + ": " + e.getMessage(), e);
        }
        try {
            stack.addDevice(nic.name(), driver, driver.mac(), nic.mtu() == null ? driver.mtu() : nic.mtu());
        } catch (IllegalArgumentException e) {
            driver.close();
            throw e;
        }
        plugins.keep(driver, "the NIC " + nic.name() + " is its " + driver.name());
        for (InterfaceAddress address : nic.addresses()) {
            stack.addAddress(nic.name(), address);
        }
    }

    /// A NIC that is to have another address than its own has to be told, so it is the driver's option.
    private static DriverUri withMac(NicConfig nic) {
        if (nic.mac() == null) {
            return nic.driver();
        }
        Map<String, String> options = new LinkedHashMap<>(nic.driver().options());
        options.put("mac", nic.mac().toString());
        return new DriverUri(nic.driver().scheme(), nic.driver().target(), options);
    }

    /// Loads rules in the notation of iptables-save: all of a table's or none.
    ///
    /// @throws RouterException with what iptables-restore said against them
    public void restore(String rules) throws RouterException {
        Answer answer = call(RESTORE, List.of(), rules);
        if (answer.exitCode != 0) {
            throw new RouterException(answer.output().strip());
        }
    }

    /// What a command answered.
    ///
    /// @param out what it printed to standard output
    /// @param err what it printed to standard error
    public record Answer(int exitCode, String out, String err) {

        /// All that it printed.
        public String output() {
            return out + err;
        }
    }

    /// Runs a command of a plugin's.
    ///
    /// @throws RouterException when no plugin offers it
    public Answer call(String name, List<String> words, String input) throws RouterException {
        Command command = command(name).orElseThrow(() -> new RouterException("no plugin offers the command " + name
                + "; there are the plugins " + pluginNames()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        try (PrintStream toOut = new PrintStream(out, false, StandardCharsets.UTF_8);
                PrintStream toErr = new PrintStream(err, false, StandardCharsets.UTF_8)) {
            int exitCode = command.run(new CommandCall(words, in, toOut, toErr));
            toOut.flush();
            toErr.flush();
            return new Answer(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RouterException(name + ": " + e, e);
        }
    }

    public Optional<Command> command(String name) {
        return commands().stream().filter(command -> command.name().equals(name)).findFirst();
    }

    /// The commands that there are now: the operator's, and those that the plugins offer.
    public List<Command> commands() {
        List<Command> commands = new ArrayList<>(own);
        commands.addAll(plugins.services(Command.class));
        return commands;
    }

    public List<String> pluginNames() {
        return plugins.plugins().stream().map(PluginInfo::id).toList();
    }

    public NetStack stack() {
        return stack;
    }

    @Override
    public void close() {
        try {
            // or packets would pass that a plugin stopped until now, and drivers be closed whose plugins are gone
            stack.disconnect();
            plugins.close();
        } finally {
            stack.close();
        }
    }
}
