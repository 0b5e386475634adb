package com.example.gate;

import io.weft.hook.Verdict;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.UnloadedPlugin;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.control.Command;
import io.weft.net.control.CommandAnswer;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.Drivers;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.socket.StreamListener;
import io.weft.net.stack.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Asks a gate over a stack's sockets, with a rule of iptables before it and with a handler in it.
final class Main {

    private static final int PORT = 7;
    private static final Verdict UNWANTED = Verdict.drop("unwanted");

    private Main() { }

    public static void main(String[] arguments) throws IOException, DriverException {
        Gate gate = new Gate();
        System.out.println("I am " + Main.class.getModule() + ", hooks are run by " + PluginHost.class.getModule());
        gate.hooks().at(Gate.PASS, String.class).attach(0, "guard", name -> name.equals("Mallory") ? UNWANTED : Verdict.ACCEPT);
        try (NetStack stack = NetStack.builder().name("gate").build();
                PluginHost plugins = PluginHost.builder().hooks(stack.hooks()).service(Stack.class, stack)
                        .plugins(Main.class.getResource("/plugins/weft-tables.jar"))
                        .plugins(Main.class.getResource("/plugins/weft-filter.jar")).build()) {
            stack.addDevice("eth0", Drivers.found().open("wire:street"));
            stack.addAddress("eth0", InterfaceAddress.parse("10.0.0.1/24"));
            stack.start();
            serve(gate, stack.sockets().listen(PORT));
            ask(stack, "Ada");
            ask(stack, "Mallory");
            CommandAnswer.to(plugins.services(Command.class), "iptables -A INPUT -p tcp --dport " + PORT + " -j REJECT --reject-with tcp-reset");
            ask(stack, "Ada");
            UnloadedPlugin unloaded = plugins.unload("filter");
            System.out.println("without " + unloaded.plugin().id() + ", held by " + unloaded.holders());
            ask(stack, "Ada");
        }
    }

    private static void serve(Gate gate, StreamListener listener) {
        Thread.startVirtualThread(() -> {
            while (true) {
                try (StreamSocket visitor = listener.accept()) {
                    String name = new String(visitor.input().readAllBytes(), StandardCharsets.UTF_8);
                    visitor.output().write(gate.pass(name).getBytes(StandardCharsets.UTF_8));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private static void ask(NetStack stack, String name) {
        try (StreamSocket socket = stack.sockets().connect("10.0.0.1", PORT)) {
            socket.output().write(name.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            System.out.println(name + ": " + new String(socket.input().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException refused) {
            System.out.println(name + ": " + refused.getMessage());
        }
    }
}
