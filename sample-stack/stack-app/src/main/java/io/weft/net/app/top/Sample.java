package io.weft.net.app.top;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.net.app.control.ControlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a router had counted at one moment.
///
/// @param timeMs by the router's clock
/// @param drops by reason
/// @param handlers by point, plugin and name
record Sample(long timeMs, Map<String, Nic> nics, Map<String, Long> drops, Map<String, Decisions> handlers, String state) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    record Nic(String state, long rxPackets, long rxBytes, long rxLost, long txPackets, long txBytes, long txLost) { }

    record Decisions(String point, int priority, String name, long seen, long dropped, long faults) { }

    /// @param json what `weft stats --json` printed
    static Sample read(String json) throws ControlException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new ControlException("the router's counters cannot be read: " + e.getOriginalMessage());
        }
        Map<String, Nic> nics = new LinkedHashMap<>();
        for (JsonNode device : tree.path("devices")) {
            JsonNode rx = device.path("rx");
            JsonNode tx = device.path("tx");
            nics.put(device.path("name").asText(), new Nic(device.path("state").asText(), rx.path("packets").asLong(), rx.path("bytes").asLong(),
                    rx.path("dropped").asLong() + rx.path("errors").asLong(), tx.path("packets").asLong(), tx.path("bytes").asLong(),
                    tx.path("dropped").asLong() + tx.path("errors").asLong()));
        }
        Map<String, Long> drops = new LinkedHashMap<>();
        tree.path("drops").properties().forEach(each -> drops.put(each.getKey(), each.getValue().asLong()));
        Map<String, Decisions> handlers = new LinkedHashMap<>();
        for (JsonNode point : tree.path("hooks")) {
            for (JsonNode handler : point.path("handlers")) {
                Decisions decisions = decisions(point.path("point").asText(), handler);
                handlers.put(decisions.point + " " + decisions.name, decisions);
            }
        }
        return new Sample(tree.path("timeMs").asLong(), nics, drops, handlers, state(tree));
    }

    private static Decisions decisions(String point, JsonNode handler) {
        long accepted = handler.path("accepted").asLong();
        long dropped = handler.path("dropped").asLong();
        long faults = handler.path("faults").asLong();
        return new Decisions(point, handler.path("priority").asInt(), handler.path("plugin").asText() + "/" + handler.path("name").asText(),
                accepted + dropped + faults + handler.path("stolen").asLong() + handler.path("queued").asLong(), dropped, faults);
    }

    /// `3 neighbours, 7 routes, TCP: 2 ESTABLISHED, 0 faults`.
    private static String state(JsonNode tree) {
        long neighbors = 0;
        for (JsonNode count : tree.path("neighbors")) {
            neighbors += count.asLong();
        }
        List<String> tcp = new ArrayList<>();
        tree.path("sockets").path("tcp").properties().forEach(each -> tcp.add(each.getValue().asLong() + " " + each.getKey()));
        return neighbors + " neighbours, " + tree.path("routes").asLong() + " routes, TCP " + (tcp.isEmpty() ? "none" : String.join(" ", tcp))
                + ", UDP " + tree.path("sockets").path("udp").asLong() + ", " + tree.path("plugins").size() + " plugins, "
                + tree.path("faults").asLong() + " faults";
    }
}
