package io.weft.net.explain;

import java.util.LinkedHashMap;
import java.util.Map;

/// Something that a handler or a room tells of a packet that is explained.
///
/// @param kind what sort of note it is, in one word: `rule`, `answer`, `log`
/// @param text for people, in one line
/// @param fields for programs, in order; numbers, booleans and texts
public record TrailNote(String kind, String text, Map<String, Object> fields) {

    public TrailNote {
        fields = new LinkedHashMap<>(fields);
    }

    public static TrailNote of(String kind, String text) {
        return new TrailNote(kind, text, Map.of());
    }
}
