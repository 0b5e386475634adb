package io.weft.hook.benchmarks;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import io.weft.hook.benchmarks.Contestant.Route;
import java.util.List;

/// A bus that the letter is posted to. It knows no verdicts: a subscriber that refuses can only take a note of it.
///
/// The subscribers allow concurrent events, because the bus takes a lock around each that does not.
final class GuavaRoute {

    private GuavaRoute() { }

    static Route of(SortingOffice office, List<Handler<Letter>> handlers) {
        EventBus bus = new EventBus();
        for (Handler<Letter> handler : handlers) {
            bus.register(new Desk(handler));
        }
        bus.register(new LastDesk(office));
        return bus::post;
    }

    private static final class Desk {

        private final Handler<Letter> handler;
        private long refused;

        Desk(Handler<Letter> handler) {
            this.handler = handler;
        }

        @Subscribe
        @AllowConcurrentEvents
        void weigh(Letter letter) {
            if (handler.handle(letter) != Verdict.ACCEPT) {
                refused++;
            }
        }
    }

    private static final class LastDesk {

        private final SortingOffice office;

        LastDesk(SortingOffice office) {
            this.office = office;
        }

        @Subscribe
        @AllowConcurrentEvents
        void sort(Letter letter) {
            office.sortWithoutHook(letter);
        }
    }
}
