package io.weft.net.tables.match.rate;

/// What packets cost the entries of one table, and what time gives back: the kernel's `rateinfo_init`, `rateinfo_recalc` and
/// `hashlimit_byte_cost`. All amounts are unsigned.
final class HashlimitPrice {

    /// Credits for packets: as many a tick as fit 64 bits when a day's are saved.
    private static final long CREDITS_PER_TICK =
            Long.highestOneBit(Long.divideUnsigned(-1L, Jiffies.HZ * 60L * 60 * 24));
    private static final long CREDITS_PER_UNIT = Jiffies.HZ * CREDITS_PER_TICK / HashlimitSettings.SCALE;

    /// Credits for bytes: as many a tick as fit 32 bits when a second's are saved.
    private static final long BYTE_CREDITS_PER_TICK = Long.highestOneBit(0xFFFF_FFFFL / Jiffies.HZ);
    private static final long BYTE_CREDITS_PER_SECOND = Jiffies.HZ * BYTE_CREDITS_PER_TICK;

    private final HashlimitSettings settings;
    private final long start;
    private final long cap;
    private final long cost;
    private final long refills;
    private final long intervalTicks;
    private final long rate;
    private final long burst;

    HashlimitPrice(HashlimitSettings settings) {
        this.settings = settings;
        boolean bytes = settings.bytes();
        start = settings.rateMatch() ? 0 : bytes ? BYTE_CREDITS_PER_SECOND : credits(settings.average() * settings.burst());
        cap = start;
        cost = bytes ? byteCredits(settings.average()) : credits(settings.average());
        refills = bytes ? settings.burst() : 0;
        intervalTicks = settings.intervalSeconds() * Jiffies.HZ;
        rate = !settings.rateMatch() ? 0 : bytes ? ByteCost.rate(settings.average()) : HashlimitSettings.SCALE / settings.average();
        burst = bytes ? Math.max(1, settings.burst()) * rate : settings.burst() + rate;
    }

    /// What so many parts of a second are worth; wraps as the kernel's 64 bits do.
    static long credits(long time) {
        return time * CREDITS_PER_UNIT;
    }

    static long byteCredits(long cost) {
        return (cost & 0xFFFF_FFFFL) * BYTE_CREDITS_PER_SECOND >>> Integer.SIZE;
    }

    HashlimitSettings settings() {
        return settings;
    }

    /// Makes `entry` a fresh one.
    void begin(HashlimitEntry entry, long now) {
        entry.changedAt = now;
        entry.credit = start;
        entry.refills = refills;
        entry.exceeded = false;
    }

    /// Gives `entry` what it is due for the time since the last packet.
    void update(HashlimitEntry entry, long now) {
        long ticks = now - entry.changedAt;
        if (settings.rateMatch()) {
            updateRate(entry, now, ticks);
        } else if (ticks > 0) {
            entry.changedAt = now;
            long perTick = settings.bytes() ? BYTE_CREDITS_PER_TICK : CREDITS_PER_TICK;
            // more than a full purse is a full purse, also where the sum would not fit
            long room = cap - entry.credit;
            entry.credit = Long.compareUnsigned(ticks, Long.divideUnsigned(room, perTick)) > 0 ? cap : entry.credit + ticks * perTick;
        }
    }

    private void updateRate(HashlimitEntry entry, long now, long ticks) {
        if (ticks > 0 && ticks >= intervalTicks) {
            entry.changedAt = now;
            entry.exceeded = Long.compareUnsigned(entry.credit * intervalTicks, ticks * rate) > 0;
            entry.credit = 0;
        }
    }

    /// Charges `entry` for a packet.
    ///
    /// @return the packet is below the limit
    boolean charge(HashlimitEntry entry, int lengthBytes) {
        if (settings.rateMatch()) {
            entry.credit += settings.bytes() ? lengthBytes : 1;
            return !entry.exceeded && Long.compareUnsigned(entry.credit, burst) <= 0;
        }
        long price = settings.bytes() ? bytePrice(entry, lengthBytes) : cost;
        if (Long.compareUnsigned(entry.credit, price) < 0) {
            return false;
        }
        entry.credit -= price;
        return true;
    }

    private long bytePrice(HashlimitEntry entry, int lengthBytes) {
        long price = Math.min(ByteCost.chunks(lengthBytes) * cost, BYTE_CREDITS_PER_SECOND);
        if (entry.credit < price && entry.refills != 0) {
            entry.refills--;
            entry.credit = BYTE_CREDITS_PER_SECOND;
        }
        return price;
    }
}
