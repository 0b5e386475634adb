/// The File Transfer Protocol's helper (RFC 959, RFC 2428): it reads on the control connection where the data will flow.
///
/// Entrance: {@link io.weft.net.conntrack.ftp.FtpHelper}. Uses nothing of the table but what any helper may.
@NullMarked
package io.weft.net.conntrack.ftp;

import org.jspecify.annotations.NullMarked;
