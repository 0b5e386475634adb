package com.example.greeter;

import io.weft.hook.Verdict;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.control.Command;
import io.weft.net.control.CommandAnswer;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A server's stack and a client's on one wire: the client is greeted, is kept out by a rule, and is let in again.
final class Main {

    private static final int PORT = 7;
    private static final Verdict UNWANTED = Verdict.drop("unwanted");

    private Main() { }

    public static void main(String[] arguments) throws IOException {
        Greeter greeter = new Greeter();
        WireHub wire = new WireHub("office");
        // snippet embedding
        try (NetStack server = NetStack.builder().name("server").build();
                PluginHost plugins = PluginHost.builder().hooks(server.hooks()).service(Stack.class, server)
                        .plugins(Main.class.getResource("/plugins/weft-tables.jar"))
                        .plugins(Main.class.getResource("/plugins/weft-filter.jar")).build()) {
            server.addDevice("eth0", wire.open());                                 // or Drivers.found().open("tap:tap0")
            server.addAddress("eth0", InterfaceAddress.parse("10.0.0.1/24"));
            server.start();
            greeter.serve(server.sockets().listen(PORT));
            // end
            visit(greeter, wire, plugins);
        }
    }

    private static void visit(Greeter greeter, WireHub wire, PluginHost plugins) {
        try (NetStack client = NetStack.builder().name("client").build()) {
            client.addDevice("eth0", wire.open());
            client.addAddress("eth0", InterfaceAddress.parse("10.0.0.2/24"));
            client.start();
            ask(client, "Ada");
            iptables(plugins, "-A INPUT -p tcp --dport " + PORT + " -j REJECT --reject-with tcp-reset");
            ask(client, "Ada");
            iptables(plugins, "-F INPUT");
            ask(client, "Ada");
            greeter.hooks().at(Greeter.GREET, String.class).attach(0, "door", name -> name.equals("Mallory") ? UNWANTED : Verdict.ACCEPT);
            ask(client, "Mallory");
        }
    }

    private static void iptables(PluginHost plugins, String words) {
        CommandAnswer answer = CommandAnswer.to(plugins.services(Command.class), "iptables " + words);
        System.out.println("iptables " + words + ": " + answer.exitCode() + answer.err());
    }

    private static void ask(NetStack client, String name) {
        try (StreamSocket socket = client.sockets().connect("10.0.0.1", PORT)) {
            socket.output().write(name.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            System.out.println(name + ": " + new String(socket.input().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException refused) {
            System.out.println(name + ": " + refused.getMessage());
        }
    }
}
