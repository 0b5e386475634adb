package io.weft.hook.runtime.ways;

import io.weft.hook.HookSite;
import io.weft.hook.runtime.HookTables;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The office that passes its letters through the points itself.
final class SiteOffice implements Office {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final HookSite<String> sort;
    private final HookSite<String> shelve;
    private final HookSite<String> stamp;
    private final HookSite<String> label;
    private final HookSite<String> post = CommonTables.TABLES.site("POST", String.class);
    private final HookSite<String> weigh = CommonTables.TABLES.site("WEIGH", String.class);

    SiteOffice(HookTables tables) {
        sort = tables.site("SORT", String.class);
        shelve = tables.site("SHELVE", String.class);
        stamp = tables.site("STAMP", String.class);
        label = tables.site("LABEL", String.class);
    }

    @Override
    public List<String> done() {
        return done;
    }

    @Override
    public void sort(String letter) {
        sort.pass(letter, this::doSort);
    }

    private void doSort(String letter) {
        if (letter.equals("torn")) {
            throw new IllegalArgumentException("a torn letter");
        }
        done.add("sorted " + letter);
    }

    @Override
    public void shelve(String letter, int shelf, long weight, double price, String note) {
        shelve.pass(letter, passed -> done.add("shelved " + passed + " " + shelf + " " + weight + " " + price + " " + note));
    }

    @Override
    public int stamp(String letter, int price) {
        return stamp.ask(letter, Integer.class, passed -> {
            done.add("stamped " + passed);
            return price;
        });
    }

    @Override
    public String label(String letter) {
        return label.ask(letter, String.class, passed -> "to " + passed);
    }

    @Override
    public void post(String letter, int box) {
        post.pass(letter, passed -> done.add("posted " + passed + " " + box));
    }

    @Override
    public long weigh(String letter, long grams) {
        return weigh.ask(letter, Long.class, passed -> grams + passed.length());
    }
}
