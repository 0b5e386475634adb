package com.example.shop;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.weave.Weaving;
import java.util.concurrent.CompletableFuture;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;

/// A bean whose method is a hook point. Spring puts a proxy before it, because of `@Async`; the handlers stand behind that, before the method.
@Service
public class Orders implements HookHost {

    static final String ORDER = "ORDER";

    private final HookTables hooks;

    public Orders(HookTables hooks) {
        Weaving.require(Orders.class);
        this.hooks = hooks;
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    @Hook(ORDER)
    public String place(Order order) {
        return "sending " + order.pieces() + " " + order.article();
    }

    @Async
    public CompletableFuture<String> placeLater(Order order) {
        return CompletableFuture.completedFuture(place(order));
    }
}
