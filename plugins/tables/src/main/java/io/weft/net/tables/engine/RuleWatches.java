package io.weft.net.tables.engine;

import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleStep;
import io.weft.net.tables.RuleWatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// All who watch, as one: some hear of every packet that is watched, the others of those that are traced.
final class RuleWatches implements RuleWatch {

    private final List<RuleWatch> ofTraced = new CopyOnWriteArrayList<>();
    private final List<RuleWatch> ofAll = new CopyOnWriteArrayList<>();

    void add(RuleWatch watch) {
        ofTraced.add(watch);
    }

    void remove(RuleWatch watch) {
        ofTraced.remove(watch);
    }

    void addOfAll(RuleWatch watch) {
        ofAll.add(watch);
    }

    @Override
    public void missed(Packet packet, RuleStep step, String what) {
        ofAll.forEach(watch -> watch.missed(packet, step, what));
        if (packet.traced()) {
            ofTraced.forEach(watch -> watch.missed(packet, step, what));
        }
    }

    @Override
    public void matched(Packet packet, RuleStep step) {
        ofAll.forEach(watch -> watch.matched(packet, step));
        if (packet.traced()) {
            ofTraced.forEach(watch -> watch.matched(packet, step));
        }
    }

    @Override
    public void decided(Packet packet, RuleStep step, String decision) {
        ofAll.forEach(watch -> watch.decided(packet, step, decision));
        if (packet.traced()) {
            ofTraced.forEach(watch -> watch.decided(packet, step, decision));
        }
    }
}
