package io.weft.net.explain;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a packet looks like at one moment: its fields as text, by their names and in order. Two views tell what changed between them.
///
/// @param fields such as `source` 192.168.1.2:40000, `ttl` 64, `mark` 0x1, `connection` NEW; a field without a value is not there
public record PacketView(Map<String, String> fields) {

    public PacketView {
        fields = new LinkedHashMap<>(fields);
    }

    /// What is not as it was before: by field, `before → now`, with `-` for nothing.
    public Map<String, String> changesSince(PacketView before) {
        var changes = new LinkedHashMap<String, String>();
        fields.forEach((name, now) -> {
            String then = before.fields.getOrDefault(name, "-");
            if (!now.equals(then)) {
                changes.put(name, then + " → " + now);
            }
        });
        before.fields.forEach((name, then) -> {
            if (!fields.containsKey(name)) {
                changes.put(name, then + " → -");
            }
        });
        return changes;
    }
}
