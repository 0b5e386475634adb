package io.weft.hook.runtime.ways;

import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The toy host of the claims, with a method of each shape that a hook method can have.
interface Office {

    /// The tables of the static methods: one set for both ways to weave and for the sites.
    final class CommonTables implements HookHost {

        static final HookTables TABLES = HookTables.create();
        static final List<String> BIN = new CopyOnWriteArrayList<>();

        static {
            declare(TABLES, "POST", BIN);
            declare(TABLES, "WEIGH", BIN);
        }

        @Override
        public Hooks hooks() {
            return TABLES;
        }
    }

    static void declare(HookTables tables, String point, List<String> bin) {
        PointOptions.DropAction<String> onDrop = (letter, verdict) -> bin.add(letter + " " + verdict);
        tables.declare(point, String.class, PointOptions.failClosed(onDrop));
    }

    /// Void, private, the subject only.
    void sort(String letter);

    /// Void, protected, with further parameters of several types.
    void shelve(String letter, int shelf, long weight, double price, String note);

    /// Answers a number.
    int stamp(String letter, int price);

    /// Answers an object.
    String label(String letter);

    /// Void, static, with a further parameter.
    void post(String letter, int box);

    /// Static, answers.
    long weigh(String letter, long grams);

    /// What the methods did.
    List<String> done();
}
