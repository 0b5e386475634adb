package io.weft.hook.runtime.plugin.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value in a configuration as it was written, and where.
public sealed interface ConfigValue {

    /// Where a value stands.
    ///
    /// @param line from 1, or 0 where there are no lines
    record Place(String source, int line) {

        @Override
        public String toString() {
            return line == 0 ? source : source + ":" + line;
        }
    }

    /// A number, a text or a truth value.
    record Scalar(Place place, String text) implements ConfigValue { }

    /// Nothing, or `null`: as if the key were not there.
    record Nothing(Place place) implements ConfigValue { }

    /// Values in their order.
    record Sequence(Place place, List<ConfigValue> elements) implements ConfigValue { }

    /// Values by their keys.
    ///
    /// @param entries in the order in which they were written
    record Mapping(Place place, Map<String, ConfigValue> entries) implements ConfigValue { }

    Place place();

    /// The value as a message shows it.
    default String shown() {
        if (this instanceof Scalar scalar) {
            return "'" + scalar.text + "'";
        }
        return this instanceof Sequence ? "a list" : this instanceof Mapping ? "a mapping" : "nothing";
    }

    /// What a program, instead of a file, says.
    ///
    /// @param value a mapping, a collection, null, or what has its text
    static ConfigValue of(String source, @Nullable Object value) {
        Place place = new Place(source, 0);
        if (value == null) {
            return new Nothing(place);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, ConfigValue> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(String.valueOf(key), of(source, entry)));
            return new Mapping(place, entries);
        }
        if (value instanceof Collection<?> collection) {
            List<ConfigValue> elements = new ArrayList<>();
            collection.forEach(element -> elements.add(of(source, element)));
            return new Sequence(place, elements);
        }
        return new Scalar(place, value.toString());
    }
}
