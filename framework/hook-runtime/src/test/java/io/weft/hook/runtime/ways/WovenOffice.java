package io.weft.hook.runtime.ways;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.hook.HooksFrom;
import io.weft.hook.runtime.HookTables;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The office whose hook methods are woven. It knows not how.
@HooksFrom(Office.CommonTables.class)
final class WovenOffice implements Office, HookHost {

    private static final List<String> POSTED = new CopyOnWriteArrayList<>();

    private final HookTables tables;
    private final List<String> done = new CopyOnWriteArrayList<>();

    WovenOffice(HookTables tables) {
        this.tables = tables;
        POSTED.clear();
    }

    @Override
    public Hooks hooks() {
        return tables;
    }

    @Override
    public List<String> done() {
        return POSTED.isEmpty() ? done : POSTED;
    }

    @Override
    public void sort(String letter) {
        doSort(letter);
    }

    @Hook("SORT")
    private void doSort(String letter) {
        if (letter.equals("torn")) {
            throw new IllegalArgumentException("a torn letter");
        }
        done.add("sorted " + letter);
    }

    @Override
    public void shelve(String letter, int shelf, long weight, double price, String note) {
        doShelve(letter, shelf, weight, price, note);
    }

    @Hook("SHELVE")
    protected void doShelve(String letter, int shelf, long weight, double price, String note) {
        done.add("shelved " + letter + " " + shelf + " " + weight + " " + price + " " + note);
    }

    @Override
    @Hook("STAMP")
    public int stamp(String letter, int price) {
        done.add("stamped " + letter);
        return price;
    }

    @Override
    public String label(String letter) {
        return doLabel(letter);
    }

    @Hook("LABEL")
    String doLabel(String letter) {
        return "to " + letter;
    }

    @Override
    public void post(String letter, int box) {
        doPost(letter, box);
    }

    @Hook("POST")
    private static void doPost(String letter, int box) {
        POSTED.add("posted " + letter + " " + box);
    }

    @Override
    public long weigh(String letter, long grams) {
        return doWeigh(letter, grams);
    }

    @Hook("WEIGH")
    public static long doWeigh(String letter, long grams) {
        return grams + letter.length();
    }
}
