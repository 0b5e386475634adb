package io.weft.hook.runtime.plugin;

import java.util.concurrent.atomic.AtomicInteger;

/// A subject that counts who has had it: handlers of plugins, and the two ways out.
public final class Item {

    public final int sender;
    public final int number;
    public final AtomicInteger early = new AtomicInteger();
    public final AtomicInteger late = new AtomicInteger();
    public final AtomicInteger delivered = new AtomicInteger();
    public final AtomicInteger dropped = new AtomicInteger();

    public Item(int sender, int number) {
        this.sender = sender;
        this.number = number;
    }

    @Override
    public String toString() {
        return "item " + sender + "." + number + ": early " + early + ", late " + late + ", delivered " + delivered + ", dropped " + dropped;
    }
}
