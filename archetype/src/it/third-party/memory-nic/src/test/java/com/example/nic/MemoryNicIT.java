package com.example.nic;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.TestHooks;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.driver.DriverProvider;
import io.weft.net.drivers.Drivers;
import io.weft.net.stack.NetStack;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The packed jar as `weft run` takes it: the plugin publishes its driver. Afterwards nothing may keep its classes.
class MemoryNicIT {

    @RegisterExtension
    final TestHooks hooks = TestHooks.with(tables -> { });

    @Test
    @Timeout(60)
    void theJarBringsTheDriver() throws Exception {
        hooks.load(Path.of(System.getProperty("weft.plugin.jar")));
        Drivers drivers = Drivers.found().and(hooks.host().services(DriverProvider.class).toArray(DriverProvider[]::new));
        assertThat(drivers.help()).contains("mem:NAME ");
        // a stack has its drivers as long as it is there, so these two are no fields of the test
        try (NetStack left = host(drivers, "10.0.0.1/24"); NetStack right = host(drivers, "10.0.0.2/24")) {
            try (var server = right.sockets().serverSocketFactory().createServerSocket(80);
                    var client = left.sockets().socketFactory().createSocket("10.0.0.2", 80);
                    var accepted = server.accept()) {
                client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                assertThat(accepted.getInputStream().readNBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("hello");
            }
            assertThat(cable("pull", "lab")).isZero();
            assertThat(left.devices().getLast().linkUp()).isFalse();
            assertThat(cable("mend", "lab")).isZero();
            assertThat(left.devices().getLast().linkUp()).isTrue();
        }
    }

    private static NetStack host(Drivers drivers, String address) throws Exception {
        NetStack stack = NetStack.builder().poolPackets(512).build();
        stack.addDevice("eth0", drivers.open("mem:lab?queue=64"));
        stack.addAddress("eth0", InterfaceAddress.parse(address));
        stack.start();
        return stack;
    }

    private int cable(String... words) throws Exception {
        Command cable = hooks.host().services(Command.class).getFirst();
        PrintStream out = new PrintStream(new ByteArrayOutputStream());
        return cable.run(new CommandCall(List.of(words), InputStream.nullInputStream(), out, out));
    }
}
