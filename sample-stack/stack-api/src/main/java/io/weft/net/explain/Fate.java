package io.weft.net.explain;

/// How the way of an explained packet ended.
public sealed interface Fate {

    /// In words.
    String text();

    /// It would leave this host.
    ///
    /// @param nextHop the address whose MAC address the frame would bear, empty for a broadcast
    record Sent(String device, String nextHop, int length) implements Fate {
        @Override
        public String text() {
            return "sent out of " + device + (nextHop.isEmpty() ? " to all hosts of the link" : " to next hop " + nextHop)
                    + ", " + length + " bytes";
        }
    }

    /// It would reach something on this host.
    ///
    /// @param to such as `UDP socket 0.0.0.0:7`
    record Delivered(String to) implements Fate {
        @Override
        public String text() {
            return "delivered to " + to;
        }
    }

    /// It ends.
    ///
    /// @param reason the name of the counter that would count it
    /// @param why in words
    record Dropped(String reason, String why) implements Fate {
        @Override
        public String text() {
            return "dropped: " + why;
        }
    }

    /// A handler keeps it, or a queue. What becomes of it later is not told; even then it is neither sent nor delivered.
    record Held(String by) implements Fate {
        @Override
        public String text() {
            return "held by " + by;
        }
    }
}
