package io.weft.hook.example;

import io.weft.hook.*;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.weave.Weaving;

public final class Shop implements HookHost {

    public record Order(String article, int pieces) { }

    private static final Verdict TOO_MANY = Verdict.drop("too many pieces");
    private final HookTables tables = HookTables.create();

    public Shop() {
        Weaving.require(Shop.class);
        tables.declare("ACCEPT_ORDER", Order.class,
                PointOptions.failClosed((order, verdict) -> System.out.println("no " + order.article() + ": " + verdict.reason())));
    }

    @Override
    public Hooks hooks() {
        return tables;
    }

    @Hook("ACCEPT_ORDER")
    void accept(Order order) {
        System.out.println("sending " + order.pieces() + " × " + order.article());
    }

    public static void main(String[] arguments) {
        Shop shop = new Shop();
        shop.accept(new Order("tea", 500));
        Registration limit = shop.tables.at("ACCEPT_ORDER", Order.class)
                .attach(0, "limit", order -> order.pieces() > 100 ? TOO_MANY : Verdict.ACCEPT);
        shop.accept(new Order("tea", 500));
        shop.accept(new Order("tea", 5));
        System.out.println(limit.info());
    }
}
