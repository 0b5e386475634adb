package io.weft.net.conntrack.words;

import static io.weft.net.conntrack.words.MarkText.hex;

import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;

/// The marks of a packet and its connection, one made of the other: the kernel's `connmark_tg`. A packet without a connection goes on as
/// it is.
///
/// @param shift bits to the left; below 0 to the right
record ConnmarkTarget(Deed deed, int mark, int ctMask, int nfMask, int shift, Conntrack conntrack) implements RuleTarget {

    /// Which way the mark goes.
    enum Deed {
        /// From the rule to the connection.
        SET,
        /// From the packet to the connection.
        SAVE,
        /// From the connection to the packet.
        RESTORE
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        return Tracking.target(conntrack, (packet, _) -> apply(packet));
    }

    private Decision apply(Packet packet) {
        Connection connection = packet.connection();
        // a made-up packet leaves the connections of the table as they are
        if (connection != null && (deed == Deed.RESTORE || packet.trail() == null || !connection.has(ConnectionStatus.CONFIRMED))) {
            switch (deed) {
                case SET -> connection.mark(shifted(connection.mark() & ~ctMask ^ mark));
                case SAVE -> connection.mark(connection.mark() & ~ctMask ^ shifted(packet.mark() & nfMask));
                case RESTORE -> packet.mark(packet.mark() & ~nfMask ^ shifted(connection.mark() & ctMask));
            }
        }
        return Decision.CONTINUE;
    }

    private int shifted(int word) {
        return shift >= 0 ? word << shift : word >>> -shift;
    }

    @Override
    public String save() {
        String masks = " --nfmask " + hex(nfMask) + " --ctmask " + hex(ctMask);
        String shifts = shift == 0 ? "" : shift > 0 ? " --left-shift-mark " + shift : " --right-shift-mark " + -shift;
        return switch (deed) {
            case SET -> "--set-xmark " + hex(mark) + "/" + hex(ctMask);
            case SAVE -> "--save-mark" + masks;
            case RESTORE -> "--restore-mark" + masks;
        } + shifts;
    }

    @Override
    public String list(boolean numeric) {
        String shifts = shift == 0 ? "" : shift > 0 ? " left-shift-mark " + shift : " right-shift-mark " + -shift;
        return "CONNMARK " + switch (deed) {
            case SET -> setText();
            case SAVE -> "save" + masks("nfmask " + hex(nfMask) + " ctmask ~" + hex(ctMask));
            case RESTORE -> "restore" + masks("ctmask " + hex(ctMask) + " nfmask ~" + hex(nfMask));
        } + shifts;
    }

    private String setText() {
        if (mark == 0) {
            return "and " + hex(~ctMask);
        }
        if (mark == ctMask) {
            return "or " + hex(mark);
        }
        if (ctMask == 0) {
            return "xor " + hex(mark);
        }
        return ctMask == -1 ? "set " + hex(mark) : "xset " + hex(mark) + "/" + hex(ctMask);
    }

    private String masks(String different) {
        if (nfMask == ctMask) {
            return nfMask == -1 ? "" : " mask " + hex(nfMask);
        }
        return " " + different;
    }
}
