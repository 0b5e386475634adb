package io.weft.hook.runtime;

import io.weft.hook.HookSite;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Does by hand what the aspect puts into a method.
final class Site<S> implements HookSite<S> {

    private final DispatchSlot slot;

    Site(DispatchSlot slot) {
        this.slot = slot;
    }

    @Override
    public void pass(S subject, Consumer<? super S> room) {
        Stop stop = stop(subject);
        if (stop == null) {
            room.accept(subject);
        } else if (stop.suspension() != null) {
            stop.suspension().leave(() -> room.accept(subject));
        }
    }

    @Override
    public <A> A ask(S subject, Class<A> answer, Function<? super S, ? extends A> room) {
        Stop stop = stop(subject);
        return stop == null ? room.apply(subject) : answer.cast(stop.answer());
    }

    private @Nullable Stop stop(S subject) {
        Dispatcher dispatcher = slot.dispatcher();
        return dispatcher == null ? null : dispatcher.dispatch(subject);
    }
}
