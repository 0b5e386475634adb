package io.weft.hook.weave;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import org.aspectj.lang.annotation.SuppressAjWarnings;

/// Puts a door before each hook method: its handlers are asked, and the method runs if all let the subject through.
///
/// The advice is code style, so that ajc inlines it: no closure, no array of arguments, the point's name a constant, and a call of the
/// dispatcher that each hook method has for itself, which lets the JIT see one or two chains there instead of all.
public aspect HookWeaving {

    declare error: execution(@Hook * *()): "a @Hook method needs a parameter: the first one is the subject that handlers see";

    declare error: execution(@Hook !static * *(..)) && !within(HookHost+): "the class of a @Hook method must implement HookHost, which says whose hook tables it uses";

    declare error: execution(@Hook * *(..)) && within(is(InterfaceType)): "a @Hook method must not be in an interface: it has no object to bind to its hook tables";

    declare parents: HookHost+ && !HookHost implements WovenHost;

    declare @method: @Hook !static * (HookHost+).*(*, ..): @Woven;

    /// The slots of the points that subjects of this object have reached. Never changed in place, so a reader without a lock sees either
    /// no entry and looks again under the lock, or a whole one.
    public transient HookSlots WovenHost.weftSlots;

    @SuppressAjWarnings("adviceDidNotMatch")
    void around(WovenHost host, Object subject, String point):
            execution(@Hook !static void *(*, ..)) && this(host) && args(subject, ..) && @annotation(Hook(point)) {
        DispatchSlot slot = HookSlots.find(host.weftSlots, point);
        if (slot == null) {
            slot = bind(host, point);
        }
        Dispatcher dispatcher = slot.dispatcher();
        Stop stop = dispatcher == null ? null : dispatcher.dispatch(subject);
        if (stop == null) {
            proceed(host, subject, point);
        } else if (stop.suspension() != null) {
            Room.expect(host, stop.suspension());
            proceed(null, subject, point);
        }
    }

    /// Runs inside the advice above, in the place of the method, when that goes on without an object: makes what runs the method later,
    /// with all its parameters, and hands it over. A closure is made for it then, and only then.
    @SuppressAjWarnings("adviceDidNotMatch")
    void around(WovenHost host, final Object subject):
            execution(@Hook !static void *(*, ..)) && this(host) && args(subject, ..) && if(host == null) {
        final WovenHost owner = Room.host();
        Room.hand(new Runnable() {
            public void run() {
                proceed(owner, subject);
            }
        });
    }

    @SuppressAjWarnings("adviceDidNotMatch")
    Object around(WovenHost host, Object subject, String point):
            execution(@Hook !static !void *(*, ..)) && this(host) && args(subject, ..) && @annotation(Hook(point)) {
        DispatchSlot slot = HookSlots.find(host.weftSlots, point);
        if (slot == null) {
            slot = bind(host, point);
        }
        Dispatcher dispatcher = slot.dispatcher();
        Stop stop = dispatcher == null ? null : dispatcher.dispatch(subject);
        return stop == null ? proceed(host, subject, point) : stop.answer();
    }

    static synchronized DispatchSlot bind(WovenHost host, String point) {
        DispatchSlot slot = HookSlots.bind(host, point);
        host.weftSlots = HookSlots.with(host.weftSlots, slot);
        return slot;
    }
}
