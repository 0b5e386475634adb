package io.weft.hook.runtime.watch;

import io.weft.hook.HandlerHealth;
import io.weft.hook.Hooks;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// One host's hook tables in the platform's MBean server.
public final class HooksBean implements HooksMXBean {

    private final Hooks hooks;

    private HooksBean(Hooks hooks) {
        this.hooks = hooks;
    }

    /// Shows hook tables as `io.weft.hook:type=Hooks,name=…`.
    ///
    /// @param name tells several hosts in one JVM apart
    /// @return closes to take them away again
    /// @throws IllegalStateException when the name is taken
    public static AutoCloseable register(Hooks hooks, String name) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName objectName = new ObjectName("io.weft.hook:type=Hooks,name=" + ObjectName.quote(name));
            server.registerMBean(new HooksBean(hooks), objectName);
            return () -> {
                if (server.isRegistered(objectName)) {
                    server.unregisterMBean(objectName);
                }
            };
        } catch (JMException e) {
            throw new IllegalStateException("hook tables cannot be shown by JMX under the name " + name, e);
        }
    }

    private Stream<HandlerHealth> handlers() {
        return hooks.describe().points().stream().flatMap(point -> point.handlers().stream());
    }

    @Override
    public int getHandlers() {
        return (int) handlers().count();
    }

    @Override
    public long getFaults() {
        return handlers().mapToLong(health -> health.handler().faults()).sum();
    }

    @Override
    public int getOut() {
        return (int) handlers().filter(health -> health.breaker() != HandlerHealth.Breaker.CLOSED).count();
    }

    @Override
    public long getSlow() {
        return handlers().mapToLong(HandlerHealth::slow).sum();
    }

    @Override
    public String getText() {
        return hooks.describe().toText();
    }

    @Override
    public String getJson() {
        return hooks.describe().toJson();
    }
}
