package io.weft.net.stack.ip;

import io.weft.hook.Hooks;
import io.weft.net.stack.neighbor.NeighborTable;
import io.weft.net.stack.route.Addresses;
import io.weft.net.stack.route.RouteTable;
import io.weft.net.stack.time.DayClock;
import io.weft.net.stack.time.Timers;
import java.util.random.RandomGenerator;

/// The rooms of IP, wired.
public final class IpLayer {

    private final Hooks hooks;
    private final IpSettings settings;
    private final IpErrors errors;
    private final InputRoutes inputRoutes;
    private final OutputRoutes outputRoutes;
    private final IpOptions options;
    private final SourceRoute sourceRoute;
    private final Fragments fragments;
    private final EarlyFragments earlyFragments;
    private final IpOutput output;
    private final OwnPackets own;
    private final ExplainedPackets explained = new ExplainedPackets();
    private final IpCounters counters = new IpCounters();

    public IpLayer(Hooks hooks, IpSettings settings, ReassemblyLimits limits, RouteTable routes, Addresses addresses,
            NeighborTable neighbors, Timers timers, DayClock clock, RandomGenerator random, IpErrors errors, GroupFilter groups) {
        this.hooks = hooks;
        this.settings = settings;
        this.errors = errors;
        this.inputRoutes = new InputRoutes(settings, routes, addresses, groups);
        this.outputRoutes = new OutputRoutes(routes);
        this.options = new IpOptions(routes, errors, clock);
        this.sourceRoute = new SourceRoute(routes, errors);
        this.fragments = new Fragments(limits, timers, Fragments.tellSender(errors), counters);
        this.earlyFragments = new EarlyFragments(limits, timers, inputRoutes, errors, counters);
        this.output = new IpOutput(hooks, outputRoutes, errors, neighbors, new Identification(random), groups, explained, counters);
        this.own = new OwnPackets(output, settings.defaultTtl(), clock, counters);
    }

    /// The way up, to these transports.
    public IpInput input(Transports transports) {
        IpForward forward = new IpForward(hooks, errors, output, counters);
        return new IpInput(hooks, settings, inputRoutes, options, sourceRoute, errors, forward, fragments, transports, counters);
    }

    public IpOutput output() {
        return output;
    }

    public OwnPackets own() {
        return own;
    }

    /// Where packets end that are only explained.
    public ExplainedPackets explained() {
        return explained;
    }

    /// What this stack's IP has counted.
    public IpCounters counters() {
        return counters;
    }

    public OutputRoutes outputRoutes() {
        return outputRoutes;
    }

    public EarlyFragments earlyFragments() {
        return earlyFragments;
    }

    /// Drops what waits here.
    public void close() {
        earlyFragments.close();
        fragments.close();
    }
}
