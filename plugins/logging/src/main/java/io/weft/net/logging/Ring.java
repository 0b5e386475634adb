package io.weft.net.logging;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Slots that one thread fills and another empties, in order, without locks; they are made once and used again.
///
/// @param <S> a slot
final class Ring<S> {

    private final Object[] slots;
    private final AtomicLong filled = new AtomicLong();
    private final AtomicLong emptied = new AtomicLong();

    /// @param size a power of two
    Ring(int size, Supplier<S> slot) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException(size + " is no power of two");
        }
        slots = new Object[size];
        for (int i = 0; i < size; i++) {
            slots[i] = slot.get();
        }
    }

    /// A slot to fill, or null when all are full. Nobody sees it before {@link #publish}.
    @Nullable S claim() {
        long at = filled.getPlain();
        return at - emptied.getAcquire() == slots.length ? null : slot(at);
    }

    void publish() {
        filled.setRelease(filled.getPlain() + 1);
    }

    /// The oldest full slot, or null. It stays full until {@link #done}.
    @Nullable S peek() {
        long at = emptied.getPlain();
        return at == filled.getAcquire() ? null : slot(at);
    }

    void done() {
        emptied.setRelease(emptied.getPlain() + 1);
    }

    @SuppressWarnings("unchecked")
    private S slot(long at) {
        return (S) slots[(int) at & slots.length - 1];
    }
}
