package io.weft.net.testkit.network;

import io.weft.net.stack.NetStack;
import io.weft.net.stack.time.Timers;
import io.weft.net.testkit.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A network of hosts and links in this JVM.
///
///     Host client = net.host("client");
///     Host router = net.router("router");
///     Host server = net.host("server");
///     net.link(client, router).subnet("192.168.1.0/24").delay(Duration.ofMillis(20)).loss(0.01).rate("10mbit");
///     net.link(router, server).subnet("203.0.113.0/24");
///
/// First the hosts and links are declared; the network comes up when something of it is first used, and then stays as it is, but for the
/// quality of its links. {@link NetworkTest} makes one for each test; elsewhere {@link #virtual} and {@link #real} do, and
/// {@link #close} ends it. What declares it is for one thread.
public final class Network implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PACKETS_PER_HOST = 4_096;
    private static final long LOOK_AGAIN_NS = 1_000_000L;

    private final NetworkClock clock;
    private final long seed;
    private final VirtualTime time = new VirtualTime();
    private final LongSupplier nowNs;
    private final long startNs;
    private final Instant start;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Tape tape = new Tape();
    private boolean up;
    private volatile boolean closed;
    private volatile @Nullable Thread carrier;

    private Network(NetworkClock clock, long seed) {
        this.clock = clock;
        this.seed = seed;
        nowNs = clock == NetworkClock.VIRTUAL ? time::nowNs : System::nanoTime;
        startNs = nowNs.getAsLong();
        start = clock == NetworkClock.VIRTUAL ? START : Instant.now();
    }

    /// A network whose time the caller moves.
    public static Network virtual(long seed) {
        return new Network(NetworkClock.VIRTUAL, seed);
    }

    /// A network in the machine's time.
    public static Network real(long seed) {
        return new Network(NetworkClock.REAL, seed);
    }

    static Network of(NetworkClock clock, long seed) {
        return new Network(clock, seed);
    }

    // ---- what it consists of

    /// A host that does not forward.
    ///
    /// @param name by which all others know it, too
    /// @throws IllegalArgumentException when the name is taken
    public Host host(String name) {
        return add(name, false);
    }

    /// A host that passes on what is not for itself.
    ///
    /// @throws IllegalArgumentException when the name is taken
    public Host router(String name) {
        return add(name, true);
    }

    private Host add(String name, boolean forwards) {
        requireDeclaring("a host");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw new IllegalArgumentException("'" + name + "' is no name of a host");
        }
        if (hosts.stream().anyMatch(host -> host.name().equalsIgnoreCase(name))) {
            throw new IllegalArgumentException("there is a host " + name + " already");
        }
        Host made = new Host(this, name, forwards);
        hosts.add(made);
        return made;
    }

    /// A link between two hosts, each of which gets one more interface.
    public Link link(Host one, Host other) {
        requireDeclaring("a link");
        if (one == other) {
            throw new IllegalArgumentException("a link has two ends; both are " + one.name());
        }
        Link made = new Link(this, links.size() + 1, one, other);
        one.plug(made.end(one));
        other.plug(made.end(other));
        links.add(made);
        return made;
    }

    void requireDeclaring(String what) {
        if (up) {
            throw new IllegalStateException("the network is up: " + what + " is declared before any of it is used");
        }
    }

    // ---- its time

    public NetworkClock clock() {
        return clock;
    }

    public long seed() {
        return seed;
    }

    /// How long the network has been there, by its own clock.
    public Duration now() {
        return sinceStart(nowNs());
    }

    Duration sinceStart(long atNs) {
        return Duration.ofNanos(atNs - startNs);
    }

    long nowNs() {
        return nowNs.getAsLong();
    }

    /// Lets virtual time pass, with all that happens in it.
    ///
    /// @throws IllegalStateException in the machine's time, which passes by itself
    public Network run(Duration duration) {
        if (clock == NetworkClock.REAL) {
            throw new IllegalStateException("the machine's time passes by itself; until(…) waits for something");
        }
        comeUp();
        time.pass(duration);
        return this;
    }

    /// Goes on until something is true: from event to event in virtual time, waiting in the machine's.
    ///
    /// @throws AssertionError when it is not within `atMost`
    public Network until(BooleanSupplier done, Duration atMost) {
        comeUp();
        if (clock == NetworkClock.VIRTUAL) {
            time.until(done, atMost);
            return this;
        }
        long endNs = System.nanoTime() + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                throw new AssertionError("what is waited for did not happen within " + atMost);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
        return this;
    }

    // ---- trouble

    /// Cuts all links between two neighbours: nothing passes, and nobody is told.
    ///
    /// @throws IllegalArgumentException when there are none
    public Network partition(Host one, Host other) {
        List<Link> between = links.stream().filter(link -> link.joins(one, other)).toList();
        if (between.isEmpty()) {
            throw new IllegalArgumentException("there is no link between " + one.name() + " and " + other.name() + "; there are " + links);
        }
        between.forEach(Link::cut);
        return this;
    }

    /// Mends all links that are cut.
    public Network heal() {
        links.forEach(Link::mend);
        return this;
    }

    // ---- what passed

    /// What was put on all links until now.
    public Capture capture() {
        return new Capture("all links", tape.frames());
    }

    /// What was put on one link until now.
    public Capture capture(Link link) {
        return new Capture(link.name(), tape.frames().stream().filter(frame -> frame.link() == link).toList());
    }

    /// Writes what was put on all links until now as a pcapng file, with an interface for each link; what did not just arrive bears a
    /// comment. Of very long recordings the last 64 MiB are there.
    public void writeCapture(Path file) throws IOException {
        CaptureFile.write(file, toString(), links, tape.frames(), start);
    }

    boolean hasRecorded() {
        return !tape.frames().isEmpty();
    }

    long forgottenFrames() {
        return tape.forgotten();
    }

    void record(Frame frame) {
        tape.record(frame);
    }

    // ---- its life

    /// Builds the stacks and starts what is to be started. Once; whatever uses the network does it.
    void comeUp() {
        if (closed) {
            throw new IllegalStateException("the network is closed");
        }
        if (up) {
            return;
        }
        up = true;
        String names = names();
        for (Host host : hosts) {
            host.comesUp(NetStack.builder().name(host.name()).forwarding(host.isRouter()).clock(nowNs).wallClock(dayTime())
                    .random(new Random(seedFor(host.name()))).poolPackets(PACKETS_PER_HOST).names(before -> before.withHosts(names)).build());
        }
        for (Host host : hosts) {
            if (host.ownRoutes().isEmpty()) {
                ShortestPaths.from(host).forEach(host.stack()::addRoute);
            }
        }
        switch (clock) {
            case VIRTUAL -> driveByTime();
            case REAL -> startThreads();
        }
    }

    /// The hosts' names in the notation of `/etc/hosts`.
    private String names() {
        return hosts.stream().flatMap(host -> host.ends().stream().map(end -> end.link().address(host) + " " + host.name()))
                .collect(Collectors.joining("\n"));
    }

    private InstantSource dayTime() {
        return clock == NetworkClock.REAL ? InstantSource.system() : () -> start.plus(now());
    }

    private void driveByTime() {
        hosts.forEach(host -> time.drive(host.stack()));
        for (Link link : links) {
            time.drive(new VirtualTime.Driven() {
                @Override
                public boolean turn() {
                    return link.deliver();
                }

                @Override
                public long nextDeadlineNs() {
                    return link.nextArrivalNs();
                }
            });
        }
    }

    private void startThreads() {
        carrier = Thread.ofPlatform().name("weft-network").daemon().start(this::carry);
        hosts.forEach(host -> host.stack().start());
    }

    /// What the network's own thread does: hands over frames when they arrive.
    private void carry() {
        while (!closed) {
            boolean busy = false;
            long nextNs = Timers.NEVER;
            for (Link link : links) {
                busy |= link.deliver();
                nextNs = Math.min(nextNs, link.nextArrivalNs());
            }
            if (!busy && nextNs == Timers.NEVER) {
                LockSupport.park(this);
            } else if (!busy) {
                LockSupport.parkNanos(this, Math.max(1, nextNs - System.nanoTime()));
            }
        }
    }

    /// A frame was put on a link.
    void wake() {
        LockSupport.unpark(carrier);
    }

    /// A seed for one of its parts.
    long seedFor(String part) {
        return seed * 0x9E3779B97F4A7C15L + part.hashCode();
    }

    List<Host> hosts() {
        return hosts;
    }

    List<Link> links() {
        return links;
    }

    /// The network in words: time, seed, links with what they carried, hosts with what they dropped.
    @Override
    public String toString() {
        return Drawing.of(this);
    }

    /// Ends all hosts and threads. Closing twice does nothing.
    @Override
    public void close() {
        closed = true;
        wake();
        hosts.forEach(Host::close);
    }
}
