package io.weft.net.tables.engine;

import io.weft.hook.Verdict;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.engine.classify.Location;
import io.weft.net.tables.RuleWatch;
import io.weft.net.tables.extension.Traversal;
import org.jspecify.annotations.Nullable;

/// What the interpreter knows of the packet that it is at, and the way back out of its chains. Used again for the next packet.
final class RunState implements Traversal {

    final int[] returns;
    /// Where the packet lies for the table's classifier.
    final Location location;
    private final String table;

    String hook = "";
    int source;
    int destination;
    int protocol;
    int fragmentOffset;
    int length;
    long[] in = {};
    long[] out = {};
    boolean hotDropped;
    Verdict queue = Verdict.ACCEPT;
    /// Who is told of the packet's way, or null where nobody is.
    @Nullable RuleWatch watch;
    /// Which of a rule's matches was the first to say no.
    int missedMatch;

    RunState(String table, int deepest, Location location) {
        this.table = table;
        this.returns = new int[deepest];
        this.location = location;
    }

    /// Reads the header, at the beginning and after a target that may have changed it.
    void read(Packet packet, InterfaceRows interfaces) {
        Ipv4Header ip = packet.ip();
        source = ip.source();
        destination = ip.destination();
        protocol = ip.protocol();
        fragmentOffset = ip.fragmentOffset();
        length = ip.totalLength();
        in = interfaces.of(packet.in());
        out = interfaces.of(packet.out());
        location.forget();
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public String hook() {
        return hook;
    }

    @Override
    public int fragmentOffset() {
        return fragmentOffset;
    }

    @Override
    public void hotDrop() {
        hotDropped = true;
    }

    @Override
    public void queue(Verdict verdict) {
        queue = verdict;
    }
}
