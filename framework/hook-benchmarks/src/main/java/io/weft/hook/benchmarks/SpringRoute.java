package io.weft.hook.benchmarks;

import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import io.weft.hook.benchmarks.Contestant.Route;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;

/// A proxy of a class, as Spring makes one for a bean without an interface.
final class SpringRoute {

    private SpringRoute() { }

    static Route of(SortingOffice office, List<Handler<Letter>> handlers) {
        ProxyFactory factory = new ProxyFactory(new Counter(office));
        factory.setProxyTargetClass(true);
        for (Handler<Letter> handler : handlers) {
            factory.addAdvice(interceptor(handler));
        }
        Counter proxy = (Counter) factory.getProxy(Counter.class.getClassLoader());
        return proxy::sort;
    }

    private static MethodInterceptor interceptor(Handler<Letter> handler) {
        return call -> handler.handle((Letter) call.getArguments()[0]) == Verdict.ACCEPT ? call.proceed() : null;
    }

    /// What the proxy extends and calls: neither can be a final class.
    static class Counter {

        private final SortingOffice office;

        Counter(SortingOffice office) {
            this.office = office;
        }

        void sort(Letter letter) {
            office.sortWithoutHook(letter);
        }
    }
}
