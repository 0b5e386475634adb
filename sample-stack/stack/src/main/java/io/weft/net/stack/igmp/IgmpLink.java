package io.weft.net.stack.igmp;

import io.weft.net.packet.IgmpHeader;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// What this host tells the routers of one link about its groups there, and when (RFC 3376 §5 and §7.2, RFC 2236 §3). The kernel's
/// igmp.c.
final class IgmpLink {

    private static final long SECOND_NS = 1_000_000_000L;
    /// RFC 3376 §8.1, §8.2 and §8.3, as long as no querier says otherwise.
    private static final int ROBUSTNESS = 2;
    private static final long QUERY_INTERVAL_NS = 125 * SECOND_NS;
    private static final long RESPONSE_INTERVAL_NS = 10 * SECOND_NS;
    /// RFC 3376 §8.11 and RFC 2236 §8.10.
    private static final long UNSOLICITED_NS = SECOND_NS;
    private static final long UNSOLICITED_OLD_NS = 10 * SECOND_NS;

    private final NetDevice device;
    private final Groups groups;
    private final IgmpOutput output;
    private final Timers timers;
    private final RandomGenerator random;
    private final Map<Integer, GroupReports> reports = new TreeMap<>();
    /// Fires when changes are to be told once more.
    private final Timer changes = new Timer(this::tellChanges);
    /// Fires when a query about all groups is to be answered.
    private final Timer general = new Timer(this::tellAll);
    private long generalDueNs;
    private int robustness = ROBUSTNESS;
    private long queryIntervalNs = QUERY_INTERVAL_NS;
    private long v1UntilNs = Long.MIN_VALUE;
    private long v2UntilNs = Long.MIN_VALUE;

    IgmpLink(NetDevice device, Groups groups, IgmpOutput output, Timers timers, RandomGenerator random) {
        this.device = device;
        this.groups = groups;
        this.output = output;
        this.timers = timers;
        this.random = random;
    }

    /// The oldest version of a querier heard of lately decides (RFC 3376 §7.2.1).
    private IgmpVersion version() {
        long now = timers.nowNs();
        if (now < v1UntilNs) {
            return IgmpVersion.V1;
        }
        return now < v2UntilNs ? IgmpVersion.V2 : IgmpVersion.V3;
    }

    // ---- changes

    void changed(int group, SourceFilter before, SourceFilter after) {
        GroupReports about = reports.computeIfAbsent(group, of -> new GroupReports(of, () -> answer(of)));
        if (version() == IgmpVersion.V3) {
            about.note(before, after, robustness);
            tellChanges();
        } else if (before.isEmpty() != after.isEmpty()) {
            tellOld(about, after.isEmpty());
        }
        forgetIfIdle(about);
    }

    private void tellChanges() {
        if (!device.isUp()) {
            return;
        }
        IgmpReport report = new IgmpReport(output, device);
        boolean more = false;
        for (GroupReports about : reports.values()) {
            if (about.hasChanges()) {
                about.tellChanges(groups.filter(device, about.group), report);
                more |= about.hasChanges();
            }
        }
        report.send();
        reports.values().removeIf(this::isDone);
        if (more) {
            timers.set(changes, within(UNSOLICITED_NS));
        }
    }

    /// RFC 2236 §3.
    private void tellOld(GroupReports about, boolean left) {
        if (!left) {
            about.unsolicitedLeft = robustness - 1;
            reportOld(about);
            return;
        }
        timers.cancel(about.timer);
        about.unsolicitedLeft = 0;
        if (version() == IgmpVersion.V2 && about.saidLast && device.isUp()) {
            output.leave(device, about.group);
        }
        about.saidLast = false;
    }

    private void reportOld(GroupReports about) {
        if (device.isUp()) {
            output.report(device, about.group, version());
        }
        about.saidLast = true;
        if (about.unsolicitedLeft > 0) {
            set(about, UNSOLICITED_OLD_NS);
        }
    }

    // ---- queries

    /// @param query of a length that its version has
    void query(IgmpHeader query, int length) {
        if (length == IgmpHeader.LENGTH) {
            olderQuery(query);
        } else if (version() == IgmpVersion.V3) {
            robustness = query.robustness() == 0 ? ROBUSTNESS : query.robustness();
            queryIntervalNs = query.intervalSeconds() == 0 ? QUERY_INTERVAL_NS : query.intervalSeconds() * SECOND_NS;
            query3(query, tenths(query.maxResponseTenths()));
        } else {
            // RFC 3376 §7.2.1: answered as the older querier would have it
            queryOld(version() == IgmpVersion.V1 ? 0 : query.group(), tenths(query.maxResponseTenths()));
        }
    }

    private void olderQuery(IgmpHeader query) {
        boolean v1 = query.maxResponse() == 0;
        IgmpVersion before = version();
        // RFC 3376 §8.12
        long untilNs = timers.nowNs() + robustness * queryIntervalNs + RESPONSE_INTERVAL_NS;
        if (v1) {
            v1UntilNs = untilNs;
        } else {
            v2UntilNs = untilNs;
        }
        if (before == IgmpVersion.V3) {
            forgetVersion3();
        }
        boolean forAll = v1 || version() == IgmpVersion.V1;
        queryOld(forAll ? 0 : query.group(), v1 ? RESPONSE_INTERVAL_NS : tenths(query.maxResponse()));
    }

    /// RFC 3376 §7.2.1: what waits to be said in the newer words is not said.
    private void forgetVersion3() {
        timers.cancel(general);
        timers.cancel(changes);
        reports.values().forEach(about -> {
            timers.cancel(about.timer);
            about.queried.clear();
            about.forgetChanges();
        });
    }

    private void queryOld(int asked, long mostNs) {
        for (int group : groups.joined(device)) {
            if (group != Groups.ALL_HOSTS && (asked == 0 || asked == group)) {
                GroupReports about = reports.computeIfAbsent(group, of -> new GroupReports(of, () -> answer(of)));
                about.unsolicitedLeft = 0;
                if (!about.timer.isSet() || about.dueNs - timers.nowNs() > mostNs) {
                    set(about, mostNs);
                }
            }
        }
    }

    /// RFC 3376 §5.2.
    private void query3(IgmpHeader query, long mostNs) {
        long delayNs = within(mostNs);
        long dueNs = timers.nowNs() + delayNs;
        if (general.isSet() && generalDueNs <= dueNs) {
            return;
        }
        int asked = query.group();
        if (asked == 0) {
            generalDueNs = dueNs;
            timers.set(general, delayNs);
            return;
        }
        if (asked == Groups.ALL_HOSTS || groups.filter(device, asked).isEmpty()) {
            return;
        }
        GroupReports about = reports.computeIfAbsent(asked, of -> new GroupReports(of, () -> answer(of)));
        boolean waits = about.timer.isSet();
        if (query.sources() == 0 || waits && about.queried.isEmpty()) {
            about.queried.clear();
        } else {
            for (int i = 0; i < query.sources(); i++) {
                about.queried.add(query.source(i));
            }
        }
        if (!waits || about.dueNs > dueNs) {
            about.dueNs = dueNs;
            timers.set(about.timer, delayNs);
        }
    }

    private void tellAll() {
        if (!device.isUp()) {
            return;
        }
        IgmpReport report = new IgmpReport(output, device);
        for (int group : groups.joined(device)) {
            if (group != Groups.ALL_HOSTS) {
                report.addState(group, groups.filter(device, group));
            }
        }
        report.send();
    }

    /// The timer of a group fired.
    private void answer(int group) {
        GroupReports about = reports.get(group);
        if (about == null || !device.isUp()) {
            return;
        }
        if (version() != IgmpVersion.V3) {
            about.unsolicitedLeft = Math.max(0, about.unsolicitedLeft - 1);
            reportOld(about);
            return;
        }
        IgmpReport report = new IgmpReport(output, device);
        about.tellState(groups.filter(device, group), report);
        report.send();
        forgetIfIdle(about);
    }

    /// Another host said that it is in a group, so this one need not (RFC 2236 §3).
    void heardReport(int group) {
        GroupReports about = reports.get(group);
        if (about != null && version() != IgmpVersion.V3) {
            timers.cancel(about.timer);
            about.unsolicitedLeft = 0;
            about.saidLast = false;
        }
    }

    // ---- the link

    /// The link came up: its routers hear of all groups.
    void up() {
        for (int group : groups.joined(device)) {
            if (group != Groups.ALL_HOSTS) {
                changed(group, SourceFilter.NONE, groups.filter(device, group));
            }
        }
    }

    /// The link went down: there is nobody to be told, nor to be believed.
    void down() {
        forgetVersion3();
        reports.clear();
        v1UntilNs = Long.MIN_VALUE;
        v2UntilNs = Long.MIN_VALUE;
    }

    // ---- time

    private void set(GroupReports about, long mostNs) {
        long delayNs = within(mostNs);
        about.dueNs = timers.nowNs() + delayNs;
        timers.set(about.timer, delayNs);
    }

    private long within(long mostNs) {
        return mostNs <= 0 ? 0 : random.nextLong(mostNs) + 1;
    }

    private static long tenths(int tenths) {
        return tenths * (SECOND_NS / 10);
    }

    private void forgetIfIdle(GroupReports about) {
        if (isDone(about)) {
            reports.remove(about.group);
        }
    }

    /// Nothing is to be said, and nothing to be remembered of what was.
    private boolean isDone(GroupReports about) {
        return about.isIdle() && !about.saidLast;
    }
}
