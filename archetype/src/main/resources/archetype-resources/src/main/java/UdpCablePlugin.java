package ${package};

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import java.util.Map;

/// Brings the driver `udp:ADDRESS:PORT`.
public final class UdpCablePlugin implements HookPlugin, DriverProvider {

    private final PluginContext context;

    public UdpCablePlugin(PluginContext context) {
        this.context = context;
    }

    @Override
    public void start() {
        context.publish(DriverProvider.class, this);
    }

    @Override
    public String scheme() {
        return "udp";
    }

    @Override
    public String help() {
        return """
                udp:ADDRESS:PORT  a cable made of UDP, whose other end may be QEMU's -netdev dgram; port 0 for any that is free
                    peer=ADDRESS:PORT  the other end (usual: whoever sends first)
                    mac=MAC            the card's address (usual: made from the port)""";
    }

    @Override
    public Driver open(String target, Map<String, String> options) throws DriverException {
        UdpCable cable = UdpCable.open(target, options);
        // a stack that ends closes its cards after its plugins
        context.onStop(cable);
        return cable;
    }
}
