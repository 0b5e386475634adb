package io.weft.net.stack.icmp;

import io.weft.net.packet.IcmpHeader;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a stack's ICMP counts (RFC 4293), under the names that `nstat` has for it, in the order of `/proc/net/snmp`.
public enum IcmpCounter {

    IN_MSGS("InMsgs"),
    /// Messages cut short, with a wrong checksum, of a type that nobody knows, and requests to everybody.
    IN_ERRORS("InErrors"),
    IN_CSUM_ERRORS("InCsumErrors"),
    IN_DEST_UNREACHS("InDestUnreachs", IcmpHeader.DESTINATION_UNREACHABLE),
    IN_TIME_EXCDS("InTimeExcds", IcmpHeader.TIME_EXCEEDED),
    IN_PARM_PROBS("InParmProbs", IcmpHeader.PARAMETER_PROBLEM),
    IN_SRC_QUENCHS("InSrcQuenchs", Types.SOURCE_QUENCH),
    IN_REDIRECTS("InRedirects", IcmpHeader.REDIRECT),
    IN_ECHOS("InEchos", IcmpHeader.ECHO_REQUEST),
    IN_ECHO_REPS("InEchoReps", IcmpHeader.ECHO_REPLY),
    IN_TIMESTAMPS("InTimestamps", IcmpHeader.TIMESTAMP_REQUEST),
    IN_TIMESTAMP_REPS("InTimestampReps", IcmpHeader.TIMESTAMP_REPLY),
    IN_ADDR_MASKS("InAddrMasks", IcmpHeader.ADDRESS_MASK_REQUEST),
    IN_ADDR_MASK_REPS("InAddrMaskReps", IcmpHeader.ADDRESS_MASK_REPLY),
    OUT_MSGS("OutMsgs"),
    /// Messages that found no buffer.
    OUT_ERRORS("OutErrors"),
    /// Messages not sent since this host sends many already.
    OUT_RATE_LIMIT_GLOBAL("OutRateLimitGlobal"),
    /// Messages not sent since their receiver gets many already.
    OUT_RATE_LIMIT_HOST("OutRateLimitHost"),
    OUT_DEST_UNREACHS("OutDestUnreachs", IcmpHeader.DESTINATION_UNREACHABLE),
    OUT_TIME_EXCDS("OutTimeExcds", IcmpHeader.TIME_EXCEEDED),
    OUT_PARM_PROBS("OutParmProbs", IcmpHeader.PARAMETER_PROBLEM),
    OUT_SRC_QUENCHS("OutSrcQuenchs", Types.SOURCE_QUENCH),
    OUT_REDIRECTS("OutRedirects", IcmpHeader.REDIRECT),
    OUT_ECHOS("OutEchos", IcmpHeader.ECHO_REQUEST),
    OUT_ECHO_REPS("OutEchoReps", IcmpHeader.ECHO_REPLY),
    OUT_TIMESTAMPS("OutTimestamps", IcmpHeader.TIMESTAMP_REQUEST),
    OUT_TIMESTAMP_REPS("OutTimestampReps", IcmpHeader.TIMESTAMP_REPLY),
    OUT_ADDR_MASKS("OutAddrMasks", IcmpHeader.ADDRESS_MASK_REQUEST),
    OUT_ADDR_MASK_REPS("OutAddrMaskReps", IcmpHeader.ADDRESS_MASK_REPLY);

    private static final class Types {

        static final int NONE = -1;
        static final int SOURCE_QUENCH = 4;
        static final int LARGEST_KNOWN = 18;

        private Types() { }
    }

    private static final @Nullable IcmpCounter[] RECEIVED = byType(counter -> counter.text.startsWith("In"));
    private static final @Nullable IcmpCounter[] SENT = byType(counter -> counter.text.startsWith("Out"));

    private final String text;
    private final int type;

    IcmpCounter(String text) {
        this(text, Types.NONE);
    }

    IcmpCounter(String text, int type) {
        this.text = text;
        this.type = type;
    }

    private static @Nullable IcmpCounter[] byType(Predicate<IcmpCounter> which) {
        @Nullable IcmpCounter[] counters = new IcmpCounter[Types.LARGEST_KNOWN + 1];
        Arrays.stream(values()).filter(which).filter(counter -> counter.type != Types.NONE)
                .forEach(counter -> counters[counter.type] = counter);
        return counters;
    }

    static boolean isKnown(int type) {
        return type <= Types.LARGEST_KNOWN;
    }

    /// What counts messages of a type that come in, or null.
    static @Nullable IcmpCounter received(int type) {
        return isKnown(type) ? RECEIVED[type] : null;
    }

    /// What counts messages of a type that this host sends, or null.
    static @Nullable IcmpCounter sent(int type) {
        return isKnown(type) ? SENT[type] : null;
    }

    /// As `nstat` prints it.
    public String kernelName() {
        return "Icmp" + text;
    }
}
