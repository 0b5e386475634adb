package io.weft.net.conntrack;

import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

/// The settings in force. Read by the loop thread at every packet; set from any thread, for what comes after.
public final class ConntrackSettings {

    private final int[] values = new int[ConntrackSetting.values().length];
    private boolean maxWasSet;

    ConntrackSettings() {
        for (ConntrackSetting setting : ConntrackSetting.values()) {
            values[setting.ordinal()] = setting.byDefault();
        }
    }

    public int get(ConntrackSetting setting) {
        return values[setting.ordinal()];
    }

    public boolean has(ConntrackSetting setting) {
        return get(setting) != 0;
    }

    long nanos(ConntrackSetting setting) {
        return TimeUnit.SECONDS.toNanos(get(setting));
    }

    /// @throws IllegalArgumentException naming the key and what is allowed
    public synchronized void set(ConntrackSetting setting, long value) {
        setting.require(value);
        int stored = (int) value;
        switch (setting) {
            case NF_CONNTRACK_MAX -> maxWasSet = true;
            case NF_CONNTRACK_BUCKETS -> {
                stored = Integer.highestOneBit(Math.max(1, stored * 2 - 1));
                if (!maxWasSet) {
                    values[ConntrackSetting.NF_CONNTRACK_MAX.ordinal()] = stored;
                }
            }
            default -> { }
        }
        values[setting.ordinal()] = stored;
    }

    /// The value of a setting by the kernel's name.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public int get(String key) {
        return get(named(key));
    }

    /// Sets a setting by the kernel's name.
    ///
    /// @throws IllegalArgumentException when there is none of that name, or the value is not allowed
    public void set(String key, long value) {
        set(named(key), value);
    }

    /// Shows every name with its value.
    public void forEach(ObjIntConsumer<String> visitor) {
        for (ConntrackSetting setting : ConntrackSetting.values()) {
            visitor.accept(setting.key(), get(setting));
        }
    }

    private static ConntrackSetting named(String key) {
        ConntrackSetting setting = ConntrackSetting.of(key);
        if (setting == null) {
            throw new IllegalArgumentException("there is no setting " + key);
        }
        return setting;
    }
}
