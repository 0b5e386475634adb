package io.weft.net.stack.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.Allocation;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RouteTrieTest {

    private final RouteTrie trie = new RouteTrie();

    private static Route route(int number) {
        return new Route.Unreachable(number);
    }

    private void put(String prefix, int number) {
        assertThat(trie.put(Ipv4Prefix.parse(prefix), route(number))).isNull();
    }

    private void leads(String address, int number) {
        assertThat(trie.lookup(Ipv4.parse(address))).as(address).isEqualTo(route(number));
    }

    @Test
    void longestPrefixWins() {
        put("default", 0);
        put("10.0.0.0/8", 8);
        put("10.1.0.0/16", 16);
        put("10.1.2.0/24", 24);
        put("10.1.2.3/32", 32);
        leads("10.1.2.3", 32);
        leads("10.1.2.4", 24);
        leads("10.1.3.4", 16);
        leads("10.2.3.4", 8);
        leads("11.2.3.4", 0);
        leads("0.0.0.0", 0);
        leads("255.255.255.255", 0);
        assertThat(trie.size()).isEqualTo(5);
    }

    @Test
    void anEmptyTableLeadsNowhere() {
        assertThat(trie.lookup(0)).isNull();
        assertThat(trie.lookup(-1)).isNull();
        assertThat(trie.entries()).isEmpty();
    }

    @Test
    void withoutADefaultTheRestLeadsNowhere() {
        put("128.0.0.0/1", 1);
        leads("255.255.255.255", 1);
        leads("128.0.0.0", 1);
        assertThat(trie.lookup(Ipv4.parse("127.255.255.255"))).isNull();
    }

    @Test
    void everyLengthHasItsPlace() {
        for (int length = 0; length <= 32; length++) {
            put(Ipv4.format(Ipv4.parse("170.170.170.170") & Ipv4.mask(length)) + "/" + length, length);
        }
        int address = Ipv4.parse("170.170.170.170");
        for (int length = 0; length <= 32; length++) {
            // agrees in the first `length` bits only
            int other = length == 32 ? address : address ^ 1 << 31 - length;
            assertThat(trie.lookup(other)).isEqualTo(route(length));
        }
    }

    @Test
    void aRouteReplacesAnother() {
        put("10.0.0.0/8", 1);
        assertThat(trie.put(Ipv4Prefix.parse("10.0.0.0/8"), route(2))).isEqualTo(route(1));
        leads("10.0.0.1", 2);
        assertThat(trie.size()).isEqualTo(1);
    }

    @Test
    void removedRouteUncoversTheShorterOne() {
        put("10.0.0.0/8", 8);
        put("10.1.0.0/16", 16);
        assertThat(trie.remove(Ipv4Prefix.parse("10.1.0.0/16"))).isEqualTo(route(16));
        assertThat(trie.remove(Ipv4Prefix.parse("10.1.0.0/16"))).isNull();
        assertThat(trie.remove(Ipv4Prefix.parse("10.1.1.0/24"))).isNull();
        assertThat(trie.remove(Ipv4Prefix.parse("9.0.0.0/8"))).isNull();
        leads("10.1.0.1", 8);
        assertThat(trie.size()).isEqualTo(1);
    }

    @Test
    void getAsksForExactlyOnePrefix() {
        put("10.1.0.0/16", 16);
        assertThat(trie.get(Ipv4Prefix.parse("10.1.0.0/16"))).isEqualTo(route(16));
        assertThat(trie.get(Ipv4Prefix.parse("10.1.0.0/17"))).isNull();
        assertThat(trie.get(Ipv4Prefix.parse("10.0.0.0/8"))).isNull();
        assertThat(trie.get(Ipv4Prefix.parse("10.1.0.0/32"))).isNull();
    }

    @Test
    void entriesComeInOrder() {
        put("192.168.0.0/16", 1);
        put("default", 2);
        put("10.0.0.0/8", 3);
        put("10.0.0.0/24", 4);
        put("10.0.0.0/32", 5);
        put("9.255.0.0/16", 6);
        assertThat(trie.entries()).extracting(entry -> entry.prefix().toString()).containsExactly(
                "0.0.0.0/0", "9.255.0.0/16", "10.0.0.0/8", "10.0.0.0/24", "10.0.0.0/32", "192.168.0.0/16");
        assertThat(trie.entries()).extracting(RouteTrie.Entry::route)
                .containsExactly(route(2), route(6), route(3), route(4), route(5), route(1));
    }

    @Property(tries = 200)
    void agreesWithAListThatIsSearched(@ForAll Random random) {
        Map<Ipv4Prefix, Route> list = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            Ipv4Prefix prefix = prefix(random);
            if (random.nextInt(3) == 0) {
                assertThat(trie.remove(prefix)).isEqualTo(list.remove(prefix));
            } else {
                assertThat(trie.put(prefix, route(i))).isEqualTo(list.put(prefix, route(i)));
            }
            int address = address(random);
            assertThat(trie.lookup(address)).as(Ipv4.format(address)).isEqualTo(search(list, address));
            assertThat(trie.get(prefix)).isEqualTo(list.get(prefix));
        }
        assertThat(trie.size()).isEqualTo(list.size());
        Map<Ipv4Prefix, Route> entries = new HashMap<>();
        trie.entries().forEach(entry -> entries.put(entry.prefix(), entry.route()));
        assertThat(entries).isEqualTo(list);
        List.copyOf(list.keySet()).forEach(trie::remove);
        assertThat(trie.entries()).isEmpty();
        assertThat(trie.size()).isZero();
    }

    @Test
    void lookupAllocatesNothing() {
        Random random = new Random(1);
        List<Integer> addresses = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            addresses.add(random.nextInt());
            trie.put(new Ipv4Prefix(addresses.get(i) & Ipv4.mask(8 + i % 25), 8 + i % 25), route(i));
        }
        int[] asked = addresses.stream().mapToInt(Integer::intValue).toArray();
        long[] found = {0};
        assertThat(Allocation.bytesOf(() -> found[0] = lookUpAll(asked))).isZero();
        assertThat(found[0]).isEqualTo(asked.length);
    }

    private long lookUpAll(int[] addresses) {
        long found = 0;
        for (int address : addresses) {
            if (trie.lookup(address) != null) {
                found++;
            }
        }
        return found;
    }

    /// Few enough different bits that prefixes nest and addresses hit.
    private static int address(Random random) {
        return random.nextInt() & 0x8181_8387 | (random.nextInt(4) == 0 ? random.nextInt() & 0xFF : 0);
    }

    private static Ipv4Prefix prefix(Random random) {
        int length = random.nextInt(33);
        return new Ipv4Prefix(address(random) & Ipv4.mask(length), length);
    }

    private static Route search(Map<Ipv4Prefix, Route> list, int address) {
        return list.keySet().stream().filter(prefix -> prefix.contains(address)).max(Comparator.comparingInt(Ipv4Prefix::length))
                .map(list::get).orElse(null);
    }
}
