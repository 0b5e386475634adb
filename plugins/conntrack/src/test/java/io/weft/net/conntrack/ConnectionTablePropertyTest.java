package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/// The table beside two maps: what goes in is found by both tuples until it goes out, and nothing else is.
class ConnectionTablePropertyTest {

    private record Key(int protocol, int source, int destination, int ports) { }

    @Property(tries = 300)
    void findsWhatAMapWouldFind(@ForAll long seed) {
        var random = new Random(seed);
        var table = new ConnectionTable(1 << random.nextInt(6), random);
        Map<Key, TrackedConnection> model = new HashMap<>();
        for (int step = 0; step < 300; step++) {
            Key key = new Key(random.nextBoolean() ? 6 : 17, random.nextInt(4), random.nextInt(4), Tuples.ports(random.nextInt(3), random.nextInt(3)));
            @Nullable TrackedConnection there = model.get(key);
            assertThat(table.find(key.protocol, key.source, key.destination, key.ports)).isSameAs(there);
            if (there != null) {
                table.remove(there);
                model.values().removeIf(one -> one == there);
            } else if (!model.containsKey(reply(key))) {
                var one = new TrackedConnection(step, key.protocol, key.source, key.destination, key.ports, reply(key).ports, false);
                table.add(one);
                model.put(key, one);
                model.put(reply(key), one);
            }
            if (random.nextInt(50) == 0) {
                table.resize(1 << random.nextInt(8));
            }
            assertThat(table.size()).isEqualTo(new HashSet<>(model.values()).size());
        }
        Set<TrackedConnection> shown = new HashSet<>();
        table.forEach(one -> {
            assertThat(shown.add(one)).isTrue();
            table.remove(one);
        });
        assertThat(shown).isEqualTo(new HashSet<>(model.values()));
        assertThat(table.size()).isZero();
    }

    private static Key reply(Key key) {
        return new Key(key.protocol, key.destination, key.source, Integer.rotateLeft(key.ports, 16));
    }
}
