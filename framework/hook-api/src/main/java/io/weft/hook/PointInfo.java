package io.weft.hook;

import java.util.List;

/// A hook point and its chain, at one moment.
///
/// @param subject the name of the subjects' class
/// @param handlers in the order in which they see a subject
public record PointInfo(String name, String subject, PointOptions.FaultPolicy faultPolicy, List<HandlerHealth> handlers) {

    public PointInfo {
        handlers = List.copyOf(handlers);
    }
}
