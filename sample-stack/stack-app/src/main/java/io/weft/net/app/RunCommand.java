package io.weft.net.app;

import io.weft.net.app.config.ConfigException;
import io.weft.net.app.config.ConfigFile;
import io.weft.net.app.config.HttpConfig;
import io.weft.net.app.config.NeighborConfig;
import io.weft.net.app.config.NicConfig;
import io.weft.net.app.config.RouterConfig;
import io.weft.net.app.config.ServicePort;
import io.weft.net.app.control.ControlException;
import io.weft.net.app.control.ControlPath;
import io.weft.net.app.control.ControlServer;
import io.weft.net.app.router.Router;
import io.weft.net.app.router.RouterException;
import io.weft.net.app.service.Services;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.RoutingRule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weft run`: a router until it is told to stop.
@Command(
        name = "run",
        description = "A router on real NICs (or others), until it is told to stop.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {

    @Option(names = "--nic", paramLabel = "NAME=DRIVER[,KEY=VALUE]…",
            description = {"A NIC: what it is called here, its driver (see below), and the keys address (may be repeated), mtu, mac.",
                "Such as eth0=raw:eth0,address=192.168.1.1/24. May be repeated."})
    private List<String> nics = List.of();

    @Option(names = "--route", paramLabel = "ROUTE",
            description = "In the words of 'ip route add', such as 'default via 10.0.0.1' or 'blackhole 198.51.100.0/26'. "
                    + "May be repeated.")
    private List<String> routes = List.of();

    @Option(names = "--ip-rule", paramLabel = "RULE",
            description = "In the words of 'ip rule add', such as 'fwmark 0x1 lookup 100'. May be repeated.")
    private List<String> ipRules = List.of();

    @Option(names = "--neighbor", paramLabel = "NEIGHBOR",
            description = "One that ARP need not ask for: '192.168.1.2 lladdr 02:00:00:00:01:10 dev eth0'. May be repeated.")
    private List<String> neighbors = List.of();

    @Option(names = "--echo", arity = "0..1", paramLabel = "PORT", fallbackValue = "7",
            description = "Sends back what comes to this port (usual: 7), by TCP and UDP, from the router's own stack.")
    private @Nullable String echo;

    @Option(names = "--http", arity = "1..2", paramLabel = "DIR [PORT]", hideParamSyntax = true,
            description = "Serves the files of this folder by HTTP (usual port: 80), from the router's own stack.")
    private List<String> http = List.of();

    @Option(names = "--config", paramLabel = "FILE", description = "The same from a YAML file; what stands on the command line is added.")
    private @Nullable Path config;

    @Option(names = "--plugins", paramLabel = "DIR", description = "The folder of plugin jars (usual: those that come with weft).")
    private @Nullable Path plugins;

    @Option(names = "--signers", paramLabel = "FILE",
            description = "Certificates in PEM: only plugins run that one of these has signed, or one for whom these vouch.")
    private @Nullable Path signers;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rules to start with, in the notation of iptables-save.")
    private @Nullable Path rules;

    @Option(names = "--control", paramLabel = "PATH", description = "Where its control socket is to be.")
    private @Nullable Path control;

    @Option(names = "--no-control", description = "No control socket.")
    private boolean noControl;

    @Option(names = "--log", paramLabel = "LEVEL", description = "error, warn, info (usual), debug or trace.")
    private LogLevel level = LogLevel.INFO;

    private final OutputStream out;
    private final PrintStream err;

    RunCommand(OutputStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
        level.apply();
        try {
            RouterConfig router = written();
            router.check();
            return run(router);
        } catch (ConfigException e) {
            err.println("weft run: " + e.getMessage());
            return Main.EXIT_USAGE;
        } catch (RouterException | IOException e) {
            err.println("weft run: " + e.getMessage());
            return Main.EXIT_FAILED;
        }
    }

    private RouterConfig written() throws ConfigException {
        List<NicConfig> nicConfigs = new ArrayList<>();
        for (String nic : nics) {
            nicConfigs.add(NicConfig.parse(nic));
        }
        List<RouteEntry> routeEntries = new ArrayList<>();
        for (String route : routes) {
            routeEntries.add(RouterConfig.parseRoute(route));
        }
        List<RoutingRule> routingRules = new ArrayList<>();
        for (String rule : ipRules) {
            routingRules.add(RouterConfig.parseRule(rule));
        }
        List<NeighborConfig> neighborConfigs = new ArrayList<>();
        for (String neighbor : neighbors) {
            neighborConfigs.add(NeighborConfig.parse(neighbor));
        }
        RouterConfig line = new RouterConfig(nicConfigs, routeEntries, routingRules, neighborConfigs,
                echo == null ? null : ServicePort.parse("--echo", echo), http.isEmpty() ? null : HttpConfig.parse(http), plugins, rules, control,
                signers);
        return config == null ? line : ConfigFile.read(config).and(line);
    }

    private int run(RouterConfig config) throws RouterException, IOException, InterruptedException {
        StopSignal stop = StopSignal.install();
        try (@Nullable ControlServer door = openDoor(config)) {
            serve(config, door, stop);
        } finally {
            stop.done();
        }
        return Main.EXIT_OK;
    }

    private void serve(RouterConfig config, @Nullable ControlServer door, StopSignal stop)
            throws RouterException, IOException, InterruptedException {
        try (Router router = Router.open(config, PluginFolder.of(config.plugins()));
                Services services = new Services(router.stack().sockets())) {
            router.stack().start();
            start(services, config);
            if (door != null) {
                door.serve(router::commands);
            }
            out.write("ready\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            stop.await();
            if (door != null) {
                // before the router, which its commands need
                door.close();
            }
        }
    }

    private static void start(Services services, RouterConfig config) throws IOException {
        if (config.echo() != null) {
            services.echo(config.echo().number());
        }
        if (config.http() != null) {
            services.http(config.http().folder(), config.http().port().number());
        }
    }

    private @Nullable ControlServer openDoor(RouterConfig config) throws ControlException {
        if (noControl) {
            return null;
        }
        Path path = config.control();
        if (path == null) {
            path = ControlPath.standard();
            ControlPath.makeDirectory(path);
        }
        return ControlServer.open(path);
    }
}
