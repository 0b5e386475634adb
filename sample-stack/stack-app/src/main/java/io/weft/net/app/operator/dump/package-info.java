/// `weft dump`: the frames of an interface as they come and go, as lines or as a capture file; tcpdump's role.
///
///     loop thread                          command's thread
///     FrameTap ─▶ FrameFilter ─▶ CaptureRing ─▶ PcapngWriter or PacketLine ─▶ the caller
///
/// The loop copies what the filter lets through into a ring of fixed size and never waits: what finds the ring full is counted as lost.
@NullMarked
package io.weft.net.app.operator.dump;

import org.jspecify.annotations.NullMarked;
