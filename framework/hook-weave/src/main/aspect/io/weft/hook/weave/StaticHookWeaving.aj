package io.weft.hook.weave;

import io.weft.hook.Hook;
import io.weft.hook.HooksFrom;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import org.aspectj.lang.annotation.SuppressAjWarnings;

/// Puts the door of {@link HookWeaving} before static hook methods. The slots are the class's, not an object's.
public aspect StaticHookWeaving {

    declare error: execution(@Hook static * *(..)) && !within(@HooksFrom *): "the class of a static @Hook method must bear @HooksFrom, which says whose hook tables it uses";

    declare @method: @Hook static * (@HooksFrom *).*(*, ..): @Woven;

    @SuppressAjWarnings("adviceDidNotMatch")
    void around(Object subject, String point):
            execution(@Hook static void *(*, ..)) && args(subject, ..) && @annotation(Hook(point)) {
        Dispatcher dispatcher = StaticSlots.find(thisJoinPointStaticPart.getSignature().getDeclaringType(), point).dispatcher();
        Stop stop = dispatcher == null ? null : dispatcher.dispatch(subject);
        if (stop == null) {
            proceed(subject, point);
        } else if (stop.suspension() != null) {
            Room.expect(null, stop.suspension());
            proceed(subject, point);
        }
    }

    /// Runs inside the advice above, in the place of the method, when that goes on for a subject that was stopped.
    @SuppressAjWarnings("adviceDidNotMatch")
    void around(final Object subject): execution(@Hook static void *(*, ..)) && args(subject, ..) && if(Room.isExpected()) {
        Room.hand(new Runnable() {
            public void run() {
                proceed(subject);
            }
        });
    }

    @SuppressAjWarnings("adviceDidNotMatch")
    Object around(Object subject, String point):
            execution(@Hook static !void *(*, ..)) && args(subject, ..) && @annotation(Hook(point)) {
        Dispatcher dispatcher = StaticSlots.find(thisJoinPointStaticPart.getSignature().getDeclaringType(), point).dispatcher();
        Stop stop = dispatcher == null ? null : dispatcher.dispatch(subject);
        return stop == null ? proceed(subject, point) : stop.answer();
    }
}
