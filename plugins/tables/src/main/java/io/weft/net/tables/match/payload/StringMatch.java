package io.weft.net.tables.match.payload;

import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;

/// The bytes that a rule asks for, the kernel's `string_mt`: anywhere in the packet from the IP header on, whatever header or data they
/// are part of, in fragments too.
///
/// @param bytes a char each
/// @param from offset from the IP header
/// @param to where they must have ended
record StringMatch(String bytes, String algorithm, int from, int to, boolean ignoreCase, boolean inverted) implements RuleMatch {

    private static final int TO_ANY = PortRange.MAX;

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (from > to) {
            throw RefusedException.invalid("string match: from " + from + " is beyond to " + to);
        }
        if (bytes.isEmpty()) {
            throw RefusedException.invalid("string match: nothing to look for");
        }
        switch (algorithm) {
            case "bm", "kmp" -> { }
            case "fsm" -> throw RefusedException.invalid("string match: what to look for is no state machine");
            default -> throw new RefusedException(RefusedException.Kind.MISSING, "string match: no algorithm " + algorithm);
        }
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        TextSearch search = algorithm.equals("kmp")
                ? new KnuthMorrisPrattSearch(bytes, ignoreCase)
                : new BoyerMooreSearch(bytes, ignoreCase);
        return (packet, traversal) -> search.finds(packet, from, Math.min(to, packet.length())) != inverted;
    }

    @Override
    public String save() {
        return (inverted ? "! --" : "--") + (ByteText.isPrintable(bytes) ? "string " : "hex-string ") + ByteText.quote(bytes)
                + " --algo " + algorithm
                + (from == 0 ? "" : " --from " + from) + (to == TO_ANY ? "" : " --to " + to) + (ignoreCase ? " --icase" : "");
    }

    @Override
    public String list(boolean numeric) {
        return "STRING match " + (inverted ? "!" : "") + " " + ByteText.quote(bytes) + " ALGO name " + algorithm
                + (from == 0 ? "" : " FROM " + from) + (to == TO_ANY ? "" : " TO " + to) + (ignoreCase ? " ICASE" : "");
    }
}
