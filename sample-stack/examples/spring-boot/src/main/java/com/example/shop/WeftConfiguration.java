package com.example.shop;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.NetStack;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The application's hook tables, and a stack with plugins. Spring closes what can be closed, and what depends on something before that.
@Configuration(proxyBeanMethods = false)
class WeftConfiguration {

    @Bean
    HookTables hooks() {
        HookTables hooks = HookTables.create();
        hooks.declare(Orders.ORDER, Order.class, PointOptions.<Order>failClosed().withAnswer("sorry"));
        return hooks;
    }

    @Bean
    WireHub wire() {
        return new WireHub("office");
    }

    @Bean
    NetStack stack(WireHub wire) {
        NetStack stack = NetStack.builder().name("shop").build();
        stack.addDevice("eth0", wire.open());
        stack.addAddress("eth0", InterfaceAddress.parse("10.0.0.1/24"));
        stack.start();
        return stack;
    }

    @Bean
    PluginHost plugins(NetStack stack) {
        return PluginHost.builder().hooks(stack.hooks()).service(Stack.class, stack)
                .plugins(getClass().getResource("/plugins/weft-tables.jar"))
                .plugins(getClass().getResource("/plugins/weft-filter.jar")).build();
    }
}
