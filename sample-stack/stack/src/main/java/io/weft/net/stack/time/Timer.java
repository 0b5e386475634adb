package io.weft.net.stack.time;

/// Something to do at a time, made once and set as often as needed: setting it allocates nothing.
public final class Timer {

    static final int IDLE = -1;

    private final Runnable action;
    long deadlineNs;
    /// What the heap sorts it by: its deadline, or an earlier one that it was set to before.
    long keyNs;
    /// Its place in the heap, or {@link #IDLE}.
    int place = IDLE;

    public Timer(Runnable action) {
        this.action = action;
    }

    public boolean isSet() {
        return place != IDLE;
    }

    void fire() {
        action.run();
    }
}
