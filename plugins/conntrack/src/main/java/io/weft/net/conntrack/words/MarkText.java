package io.weft.net.conntrack.words;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.SyntaxException;

/// A mark with a mask, such as `0x10/0xff`, as options read it.
record MarkText(int mark, int mask) {

    private static final long MAX = 0xFFFF_FFFFL;

    static MarkText parse(String extension, OptionUse use) throws SyntaxException {
        int slash = use.value().indexOf('/');
        return new MarkText(
                word(extension, use, slash < 0 ? use.value() : use.value().substring(0, slash)),
                slash < 0 ? -1 : word(extension, use, use.value().substring(slash + 1)));
    }

    private static int word(String extension, OptionUse use, String text) throws SyntaxException {
        return (int) Numbers.parse(text, MAX).orElseThrow(() -> new SyntaxException(
                extension + ": bad integer value for option \"--" + use.name() + "\", or out of range.\n"));
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
