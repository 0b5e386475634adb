package io.weft.hook.benchmarks;

import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import java.util.List;

/// A way to let handlers see a letter before the office sorts it.
public enum Contestant {

    /// No hook, no handlers: the office alone.
    NONE {
        @Override
        Route route(SortingOffice office, int handlers) {
            return office::sortWithoutHook;
        }
    },

    /// The handlers called one after another in a method written by hand: the limit.
    DIRECT {
        @Override
        Route route(SortingOffice office, int handlers) {
            return DirectRoute.of(office, handlers);
        }
    },

    /// The office's hook point, its name a string: guarded, counted, can be changed at any time.
    HOOK {
        @Override
        Route route(SortingOffice office, int handlers) {
            return office::sort;
        }
    },

    /// A loop over an array of handlers: no guard, no counters, and nothing can be attached later.
    ARRAY {
        @Override
        Route route(SortingOffice office, int handlers) {
            Handler<Letter>[] clerks = array(Clerks.staff(handlers));
            return letter -> {
                for (Handler<Letter> clerk : clerks) {
                    if (clerk.handle(letter) != Verdict.ACCEPT) {
                        return;
                    }
                }
                office.sortWithoutHook(letter);
            };
        }
    },

    /// A Netty pipeline of one inbound handler each, and one more that sorts.
    NETTY {
        @Override
        Route route(SortingOffice office, int handlers) {
            return NettyRoute.of(office, Clerks.staff(handlers));
        }
    },

    /// A Spring AOP proxy, a CGLIB subclass of the office's class, of one interceptor each.
    SPRING_AOP {
        @Override
        Route route(SortingOffice office, int handlers) {
            return SpringRoute.of(office, Clerks.staff(handlers));
        }
    },

    /// A Guava EventBus of one subscriber each, and one more that sorts.
    GUAVA_EVENT_BUS {
        @Override
        Route route(SortingOffice office, int handlers) {
            return GuavaRoute.of(office, Clerks.staff(handlers));
        }
    };

    /// @param office where letters that all handlers accept are sorted; as many handlers stand at its hook point
    abstract Route route(SortingOffice office, int handlers);

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Handler<Letter>[] array(List<Handler<Letter>> handlers) {
        return handlers.toArray(new Handler[0]);
    }

    /// One letter's way past the handlers into the office.
    @FunctionalInterface
    interface Route {

        void pass(Letter letter);
    }
}
