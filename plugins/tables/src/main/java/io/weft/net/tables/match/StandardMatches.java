package io.weft.net.tables.match;

import io.weft.net.Stack;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.match.bpf.BpfExtension;
import io.weft.net.tables.match.header.AddrtypeExtension;
import io.weft.net.tables.match.header.DscpExtension;
import io.weft.net.tables.match.header.EcnExtension;
import io.weft.net.tables.match.header.IcmpExtension;
import io.weft.net.tables.match.header.IprangeExtension;
import io.weft.net.tables.match.header.LengthExtension;
import io.weft.net.tables.match.header.MacExtension;
import io.weft.net.tables.match.header.MultiportExtension;
import io.weft.net.tables.match.header.TcpExtension;
import io.weft.net.tables.match.header.TcpmssExtension;
import io.weft.net.tables.match.header.TosExtension;
import io.weft.net.tables.match.header.TtlExtension;
import io.weft.net.tables.match.header.UdpExtension;
import io.weft.net.tables.match.meta.CommentExtension;
import io.weft.net.tables.match.meta.CpuExtension;
import io.weft.net.tables.match.meta.MarkExtension;
import io.weft.net.tables.match.meta.PkttypeExtension;
import io.weft.net.tables.match.meta.RpfilterExtension;
import io.weft.net.tables.match.payload.StringExtension;
import io.weft.net.tables.match.payload.U32Extension;
import java.util.List;

/// The matches that every table has.
public final class StandardMatches {

    private StandardMatches() { }

    /// @param stack what they ask about things that the packet does not bear
    public static List<MatchExtension> all(Stack stack) {
        return List.of(
                new TcpExtension(),
                new UdpExtension(),
                new IcmpExtension(),
                new MultiportExtension(),
                new LengthExtension(),
                new CommentExtension(),
                new MarkExtension(),
                new AddrtypeExtension(stack),
                new IprangeExtension(),
                new MacExtension(),
                new TtlExtension(),
                new TosExtension(),
                new DscpExtension(),
                new EcnExtension(),
                new TcpmssExtension(),
                new StringExtension(),
                new U32Extension(),
                new PkttypeExtension(),
                new RpfilterExtension(stack),
                new CpuExtension(),
                new BpfExtension());
    }
}
