package com.example.geo;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// Which country an address belongs to: prefixes laid out as ranges that do not overlap, so that a look-up is one binary search.
final class CountryTable {

    /// Of an address that is in no prefix.
    static final int NOWHERE = -1;

    private record Entry(Ipv4Prefix prefix, int country) { }

    // begins of ranges, with the sign bit turned so that they compare as numbers do; a range ends where the next begins
    private final int[] begins;
    private final short[] countries;
    private final int prefixes;

    private CountryTable(int[] begins, short[] countries, int prefixes) {
        this.begins = begins;
        this.countries = countries;
        this.prefixes = prefixes;
    }

    /// Reads lines such as `192.0.2.0/24 AA`. Where prefixes lie within each other the longer one counts.
    ///
    /// @param file for messages
    /// @throws IllegalArgumentException naming the line that is wrong
    static CountryTable parse(List<String> lines, String file) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                entries.add(entry(line, file + ":" + (i + 1)));
            }
        }
        return of(entries);
    }

    private static Entry entry(String line, String place) {
        String[] words = line.split("\\s+");
        try {
            if (words.length != 2) {
                throw new IllegalArgumentException("want a prefix and a country, such as 192.0.2.0/24 AA");
            }
            return new Entry(Ipv4Prefix.parse(words[0]), Countries.index(words[1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    private static CountryTable of(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.<Entry>comparingLong(entry -> first(entry.prefix)).thenComparingInt(entry -> entry.prefix.length()));
        Ranges ranges = new Ranges();
        ranges.add(0, NOWHERE);
        Deque<Entry> around = new ArrayDeque<>();
        for (Entry entry : sorted) {
            leave(around, first(entry.prefix), ranges);
            ranges.add(first(entry.prefix), entry.country);
            around.push(entry);
        }
        leave(around, Long.MAX_VALUE, ranges);
        return ranges.table(entries.size());
    }

    /// Ends the prefixes that lie before an address: behind each the one around it goes on.
    private static void leave(Deque<Entry> around, long address, Ranges ranges) {
        while (!around.isEmpty() && last(around.peek().prefix) < address) {
            long end = last(around.pop().prefix) + 1;
            ranges.add(end, around.isEmpty() ? NOWHERE : around.peek().country);
        }
    }

    private static long first(Ipv4Prefix prefix) {
        return Integer.toUnsignedLong(prefix.address());
    }

    private static long last(Ipv4Prefix prefix) {
        return Integer.toUnsignedLong(prefix.address() | ~Ipv4.mask(prefix.length()));
    }

    /// Collects ranges in their order; of two that begin at one address the later counts.
    private static final class Ranges {

        private final List<Long> begins = new ArrayList<>();
        private final List<Integer> countries = new ArrayList<>();

        void add(long begin, int country) {
            int end = begins.size() - 1;
            if (begin > 0xFFFF_FFFFL) {
                return;
            }
            if (end >= 0 && begins.get(end) == begin) {
                countries.set(end, country);
            } else {
                begins.add(begin);
                countries.add(country);
            }
        }

        CountryTable table(int prefixes) {
            int[] starts = new int[begins.size()];
            short[] ids = new short[begins.size()];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = (int) (long) begins.get(i) ^ Integer.MIN_VALUE;
                ids[i] = (short) (int) countries.get(i);
            }
            return new CountryTable(starts, ids, prefixes);
        }
    }

    /// The index of an address's country, or {@link #NOWHERE}.
    int countryOf(int address) {
        int wanted = address ^ Integer.MIN_VALUE;
        int low = 0;
        int high = begins.length - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (begins[middle] <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return countries[low];
    }

    boolean has(int country) {
        for (short each : countries) {
            if (each == country) {
                return true;
            }
        }
        return false;
    }

    int prefixes() {
        return prefixes;
    }
}
