package io.weft.net.stack;

import io.weft.net.stack.name.NameSettings;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What a {@link NetStack} is to be; everything has a default.
public final class NetStackBuilder {

    private static final int DEFAULT_PACKETS = 8_192;

    String name = "weft";
    LongSupplier clock = System::nanoTime;
    InstantSource wallClock = InstantSource.system();
    RandomGenerator random = RandomGenerator.of("SecureRandom");
    int poolPackets = DEFAULT_PACKETS;
    StackSettings settings = StackSettings.DEFAULT;
    NameSettings names = NameSettings.DEFAULT;

    NetStackBuilder() { }

    /// Tells stacks in one JVM apart, in messages and as the thread's name.
    public NetStackBuilder name(String value) {
        name = value;
        return this;
    }

    /// Nanoseconds from any origin, never less than before; asked once a turn of the loop. Default: {@link System#nanoTime}.
    public NetStackBuilder clock(LongSupplier nanoTime) {
        clock = nanoTime;
        return this;
    }

    /// The time of day that ICMP and IP timestamps bear. Default: the system's.
    public NetStackBuilder wallClock(InstantSource source) {
        wallClock = source;
        return this;
    }

    /// Where unpredictable numbers come from; a seeded one makes a run repeatable. Default: the system's secure source.
    public NetStackBuilder random(RandomGenerator source) {
        random = source;
        return this;
    }

    /// Whether it is a router, which passes on what is not for itself.
    public NetStackBuilder forwarding(boolean value) {
        return settings(before -> before.withForwarding(value));
    }

    /// How many packets may be under way at once.
    public NetStackBuilder poolPackets(int value) {
        poolPackets = value;
        return this;
    }

    public NetStackBuilder settings(StackSettings value) {
        settings = value;
        return this;
    }

    /// Changes settings from what they are.
    public NetStackBuilder settings(UnaryOperator<StackSettings> change) {
        settings = change.apply(settings);
        return this;
    }

    /// How its sockets find out what names stand for. Default: `localhost`, and no DNS; the machine's resolver is never asked.
    public NetStackBuilder names(NameSettings value) {
        names = value;
        return this;
    }

    /// Changes that from what it is.
    public NetStackBuilder names(UnaryOperator<NameSettings> change) {
        names = change.apply(names);
        return this;
    }

    /// @throws IllegalStateException when this module's hook points were not woven, naming each
    public NetStack build() {
        return new NetStack(this);
    }
}
