package io.weft.net.conntrack.words;

import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.ConnectionHelper;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;
import org.jspecify.annotations.Nullable;

/// What a packet's connection is to be, said before it is tracked: the kernel's `xt_ct_target`.
///
/// @param alias it was written NOTRACK
/// @param helper empty for none
/// @param zone as it is written, empty for none
/// @param timeout a policy's name, empty for none
record CtTarget(
        boolean notrack, boolean alias, String helper, String timeout, int events, int expectationEvents, String zone,
        Conntrack conntrack) implements RuleTarget {

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (notrack) {
            return;
        }
        if (!zone.isEmpty()) {
            throw RefusedException.invalid("CT target: this connection tracking has no zones");
        }
        boolean oneProtocol = site.protocol() != 0 && !site.protocolInverted();
        if (!helper.isEmpty()) {
            ConnectionHelper known = oneProtocol ? conntrack.helperNamed(helper) : null;
            if (known == null || known.protocol() != site.protocol()) {
                throw new RefusedException(RefusedException.Kind.MISSING, oneProtocol
                        ? "CT target: no such helper \"" + helper + "\""
                        : "CT target: you must specify a L4 protocol and not use inversions on it");
            }
        }
        if (!timeout.isEmpty()) {
            throw oneProtocol
                    ? new RefusedException(RefusedException.Kind.MISSING, "CT target: no such timeout policy \"" + timeout + "\"")
                    : RefusedException.invalid("CT target: you must specify a L4 protocol and not use inversions on it");
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        if (notrack) {
            return (packet, _) -> hang(packet, null);
        }
        TrackedConnection template = conntrack.template(helper.isEmpty() ? null : conntrack.helperNamed(helper));
        return Tracking.target(conntrack, (packet, _) -> hang(packet, template));
    }

    private static Decision hang(Packet packet, @Nullable TrackedConnection template) {
        if (packet.connection() == null && packet.connectionState() != ConnectionState.UNTRACKED) {
            packet.connection(template, template == null ? ConnectionState.UNTRACKED : ConnectionState.NEW, Direction.ORIGINAL);
        }
        return Decision.CONTINUE;
    }

    @Override
    public String save() {
        return alias ? "" : text("--");
    }

    @Override
    public String list(boolean numeric) {
        if (alias) {
            return "NOTRACK";
        }
        String text = text("");
        return text.isEmpty() ? "CT" : "CT " + text;
    }

    private String text(String dashes) {
        var text = new StringBuilder();
        if (notrack) {
            text.append(' ').append(dashes).append("notrack");
        }
        word(text, dashes + "helper", helper);
        word(text, dashes + "timeout", timeout);
        word(text, dashes + "ctevents", CtExtension.EVENTS.text(events));
        word(text, dashes + "expevents", CtExtension.EXPECTATION_EVENTS.text(expectationEvents));
        // a zone's own word, such as zone-orig, stands in it
        if (!zone.isEmpty()) {
            text.append(' ').append(dashes).append(zone);
        }
        return text.toString().strip();
    }

    private static void word(StringBuilder text, String option, String value) {
        if (!value.isEmpty()) {
            text.append(' ').append(option).append(' ').append(value);
        }
    }
}
