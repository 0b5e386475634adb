package com.example.nic;

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.net.control.Command;
import io.weft.net.driver.DriverProvider;

/// Offers the driver, and the command by which its cables are pulled.
public final class MemoryNicPlugin implements HookPlugin {

    private final PluginContext context;

    public MemoryNicPlugin(PluginContext context) {
        this.context = context;
    }

    @Override
    public void start() {
        context.publish(DriverProvider.class, new MemoryNicProvider());
        context.publish(Command.class, new CableCommand());
    }
}
