package com.example.shop;

import io.weft.hook.Verdict;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.control.Command;
import io.weft.net.control.CommandAnswer;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Orders from a stack of its own when the application has started, and tells what became of it.
@Configuration(proxyBeanMethods = false)
class Customer {

    private static final Verdict TOO_MANY = Verdict.drop("too many pieces");

    @Bean
    ApplicationRunner visit(WireHub wire, HookTables hooks, PluginHost plugins, Orders orders) {
        return arguments -> {
            hooks.at(Orders.ORDER, Order.class).attach(0, "limit", order -> order.pieces() > 100 ? TOO_MANY : Verdict.ACCEPT);
            System.out.println("later: " + orders.placeLater(new Order("tea", 500)).get());
            try (NetStack customer = NetStack.builder().name("customer").build()) {
                customer.addDevice("eth0", wire.open());
                customer.addAddress("eth0", InterfaceAddress.parse("10.0.0.2/24"));
                customer.start();
                System.out.println("3 tea: " + order(customer, "3 tea"));
                System.out.println("500 tea: " + order(customer, "500 tea"));
                CommandAnswer.to(plugins.services(Command.class), "iptables -A INPUT -p tcp -j REJECT --reject-with tcp-reset");
                System.out.println("3 tea: " + order(customer, "3 tea"));
            }
            System.out.println("open until somebody ends it");
        };
    }

    private static String order(NetStack customer, String words) {
        try (StreamSocket socket = customer.sockets().connect("10.0.0.1", Counter.PORT)) {
            socket.output().write(words.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.input().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
