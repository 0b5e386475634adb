package io.weft.hook;

import java.util.List;

/// The hook tables of a host as they stand at one moment, for people and for programs to read.
///
/// @param points in the order of their declaration
/// @param queues those that are open, by name
public record HooksInfo(List<PointInfo> points, List<QueueInfo> queues) {

    public HooksInfo {
        points = List.copyOf(points);
        queues = List.copyOf(queues);
    }

    /// A table for a terminal; every line ends with a line feed.
    public String toText() {
        return HooksText.of(this);
    }

    /// One JSON object (RFC 8259) with the names of the records' components, without line feeds.
    public String toJson() {
        return HooksJson.of(this);
    }
}
