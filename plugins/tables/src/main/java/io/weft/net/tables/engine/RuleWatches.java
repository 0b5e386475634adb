package io.weft.net.tables.engine;

import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleStep;
import io.weft.net.tables.RuleWatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// All who watch, as one.
final class RuleWatches implements RuleWatch {

    private final List<RuleWatch> all = new CopyOnWriteArrayList<>();

    void add(RuleWatch watch) {
        all.add(watch);
    }

    void remove(RuleWatch watch) {
        all.remove(watch);
    }

    @Override
    public void missed(Packet packet, RuleStep step, String what) {
        all.forEach(watch -> watch.missed(packet, step, what));
    }

    @Override
    public void matched(Packet packet, RuleStep step) {
        all.forEach(watch -> watch.matched(packet, step));
    }

    @Override
    public void decided(Packet packet, RuleStep step, String decision) {
        all.forEach(watch -> watch.decided(packet, step, decision));
    }
}
