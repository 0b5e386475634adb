package io.weft.net.conntrack.words;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.SyntaxException;

/// A mark with a mask, such as `0x10/0xff`, as options read it.
record MarkText(int mark, int mask) {

    private static final long MAX = 0xFFFF_FFFFL;

    static MarkText parse(String extension, OptionUse use) throws SyntaxException {
        Numbers.Leading mark = word(extension, use, use.value());
        Numbers.Leading mask = mark.rest().startsWith("/") ? word(extension, use, mark.rest().substring(1)) : null;
        if (!(mask == null ? mark : mask).rest().isEmpty()) {
            throw new SyntaxException(extension + ": trailing garbage after value for option \"--" + use.name() + "\".\n");
        }
        return new MarkText((int) mark.value(), mask == null ? -1 : (int) mask.value());
    }

    private static Numbers.Leading word(String extension, OptionUse use, String text) throws SyntaxException {
        Numbers.Leading number = Numbers.leading(text, MAX);
        if (number == null) {
            throw new SyntaxException(extension + ": bad integer value for option \"--" + use.name() + "\", or out of range.\n");
        }
        return number;
    }

    /// `0x10`, with the mask where it leaves something out.
    @Override
    public String toString() {
        return hex(mark) + (mask == -1 ? "" : "/" + hex(mask));
    }

    static String hex(int word) {
        return "0x" + Integer.toHexString(word);
    }
}
