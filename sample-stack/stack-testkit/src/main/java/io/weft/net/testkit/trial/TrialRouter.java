package io.weft.net.testkit.trial;

import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginHostBuilder;
import io.weft.hook.testkit.trial.TrialHost;
import io.weft.net.PacketExplainer;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.Offloads;
import io.weft.net.stack.NetStack;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.network.PluginJars;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The router that network plugins are tried in: two links in memory, and a host at each that sends made-up packets of many kinds through
/// it.
///
///     192.168.1.2 — eth0, 192.168.1.1 — router — eth1, 203.0.113.1 — 203.0.113.2
///
/// All plugins on the class path run in it, which are dependencies of the plugin's tests. Two properties tell it more: `weft.trial.iptables`
/// is what is said to iptables when the plugin has come, a rule a line; `weft.trial.nics` are two words for a driver of the plugin's, such
/// as `udp:127.0.0.1:0`, parted by a blank, between whose cards packets go to and fro.
public final class TrialRouter implements TrialHost {

    private static final String ETH0_MAC = "02:00:00:00:00:10";
    private static final String ETH1_MAC = "02:00:00:00:00:11";
    private static final String LAN_MAC = "02:00:00:00:01:10";
    private static final String WAN_MAC = "02:00:00:00:01:11";
    private static final String LAN_HOST = "192.168.1.2";
    private static final String WAN_HOST = "203.0.113.2";
    private static final int MTU = 1_500;
    private static final int MOST_TURNS = 1_000;
    private static final int MOST_PAYLOAD = 1_200;
    private static final int[] PORTS = {53, 80, 123, 443, 1900, 5353, 8080};
    private static final int HTTPS = 443;

    private final TestDriver eth0 = TestDriver.ethernet(ETH0_MAC, MTU, Offloads.NONE);
    private final TestDriver eth1 = TestDriver.ethernet(ETH1_MAC, MTU, Offloads.NONE);
    private final NetStack router = NetStack.builder().name("router").poolPackets(256).forwarding(true).build();
    private final Random random = new Random(1);
    private @Nullable PluginHost plugins;
    private @Nullable TrialCable cable;
    private long sent;
    private long cameOut;

    public TrialRouter() {
        link("eth0", eth0, "192.168.1.1/24", LAN_HOST, LAN_MAC);
        link("eth1", eth1, "203.0.113.1/24", WAN_HOST, WAN_MAC);
    }

    private void link(String device, TestDriver driver, String address, String neighbor, String mac) {
        router.addDevice(device, driver);
        router.addAddress(device, InterfaceAddress.parse(address));
        router.addNeighbor(device, Ipv4.parse(neighbor), MacAddress.parse(mac));
    }

    @Override
    public HookTables hooks() {
        return router.hooks();
    }

    @Override
    public void offer(PluginHostBuilder builder) {
        builder.service(Stack.class, router).service(PacketExplainer.class, router);
    }

    @Override
    public List<Path> companions() {
        return PluginJars.onClassPath();
    }

    @Override
    public void pluginCame(PluginHost host) throws DriverException {
        plugins = host;
        for (String rule : rules()) {
            String refusal = say("iptables", rule);
            if (!refusal.isEmpty()) {
                throw new IllegalStateException("iptables " + rule + ": " + refusal);
            }
        }
        String nics = System.getProperty("weft.trial.nics", "").strip();
        if (!nics.isEmpty()) {
            cable = TrialCable.between(nics, host);
        }
    }

    private static List<String> rules() {
        return System.getProperty("weft.trial.iptables", "").lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public void pluginGoes() {
        // the tables stay, and the rules are said again to the one that comes
        rules().forEach(rule -> say("iptables", rule.replaceFirst("(^| )-A ", "$1-D ")));
        TrialCable there = cable;
        cable = null;
        if (there != null) {
            there.close();
        }
    }

    /// What a command of the plugins says; empty before there are any.
    private String say(String name, String words) {
        PluginHost host = plugins;
        if (host == null) {
            return "";
        }
        Command command = host.services(Command.class).stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalStateException("no plugin offers the command " + name + ": weft-filter, weft-mangle and their like have to be"
                        + " dependencies of scope test"));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8)) {
            List<String> arguments = words.isEmpty() ? List.of() : List.of(words.split("\\s+"));
            command.run(new CommandCall(arguments, new ByteArrayInputStream(new byte[0]), out, out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void work() {
        int port = PORTS[random.nextInt(PORTS.length)];
        int from = 40_000 + random.nextInt(1_000);
        byte[] payload = new byte[random.nextInt(MOST_PAYLOAD)];
        send(eth0, LAN_MAC, ETH0_MAC, PacketBuilder.udp(LAN_HOST, from, WAN_HOST, port).payload(payload));
        send(eth0, LAN_MAC, ETH0_MAC, PacketBuilder.tcp(LAN_HOST, from, WAN_HOST, random.nextBoolean() ? HTTPS : port));
        send(eth0, LAN_MAC, ETH0_MAC, PacketBuilder.echoRequest(LAN_HOST, WAN_HOST, 1, (int) (sent & 0xFFFF)));
        send(eth1, WAN_MAC, ETH1_MAC, PacketBuilder.udp(WAN_HOST, port, LAN_HOST, from).payload(payload));
        for (int i = 0; i < MOST_TURNS && router.turn(); i++) { }
        cameOut += eth0.takeSent().size() + eth1.takeSent().size();
        TrialCable there = cable;
        if (there != null) {
            there.work();
        }
    }

    private void send(TestDriver in, String from, String to, PacketBuilder packet) {
        in.arrive(packet.ethernet(from, to).bytes());
        sent++;
    }

    @Override
    public List<String> figures() {
        List<String> lines = new ArrayList<>(List.of("router        " + sent + " packets came in, " + cameOut + " went out"));
        if (!rules().isEmpty()) {
            say("iptables-save", "-c").lines().filter(line -> line.startsWith("[")).forEach(lines::add);
        }
        TrialCable there = cable;
        if (there != null) {
            lines.addAll(there.figures());
        }
        return lines;
    }

    @Override
    public void close() {
        router.close();
    }
}
