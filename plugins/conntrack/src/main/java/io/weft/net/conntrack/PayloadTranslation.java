package io.weft.net.conntrack;

import io.weft.hook.Verdict;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;

/// Rewrites an address that is said inside a translated connection, and registers the expectation: the kernel's `nf_nat_ftp_hook`.
///
/// NAT hands one to {@link Conntrack#translate}; while there is none, or where a connection is not translated, the helper registers the
/// expectation as it is.
@FunctionalInterface
public interface PayloadTranslation {

    /// In which words the address stands.
    enum Form {
        /// `PORT h1,h2,h3,h4,p1,p2`
        FTP_PORT,
        /// `227 … (h1,h2,h3,h4,p1,p2)`
        FTP_PASV,
        /// `EPRT |1|h1.h2.h3.h4|port|`
        FTP_EPRT,
        /// `229 … (|||port|)`
        FTP_EPSV
    }

    /// Moves the expectation to an address and a port of the translation's choice, says so to {@link Conntrack#expect}, and puts them into
    /// the payload in place of those that stand there.
    ///
    /// @param matchOffset where in the TCP payload the address begins
    /// @param matchLength its length in bytes
    /// @param expectation as the endpoint said it, not registered yet
    /// @return a DROP when no port was to be had or the payload has no room
    Verdict translate(Packet packet, TrackedConnection connection, Direction direction, Form form, int matchOffset, int matchLength,
            Expectation expectation);
}
