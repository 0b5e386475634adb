package io.weft.net.tables.match.payload;

import io.weft.net.tables.extension.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Bytes as rules write them: plain, or with some as hexadecimal digits between bars. They are held as a string of one char a byte.
final class ByteText {

    static final int MAX_LENGTH = 128;

    private ByteText() { }

    /// The bytes of a word.
    static String plain(String text) throws SyntaxException {
        return limited(bytes(text), text);
    }

    /// Reads `GET |2f 0d0a|`. A backslash outside the bars makes the next byte a plain one.
    static String hex(String text) throws SyntaxException {
        if (text.isEmpty()) {
            throw new SyntaxException("STRING must contain at least one char");
        }
        return limited(new HexReader(bytes(text)).read(), text);
    }

    private static String limited(String bytes, String text) throws SyntaxException {
        if (bytes.length() > MAX_LENGTH) {
            throw new SyntaxException("STRING too long \"" + text + "\"");
        }
        return bytes;
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// Every byte is one that ASCII prints, and the last is no backslash, which iptables never shows there.
    static boolean isPrintable(String bytes) {
        return !bytes.endsWith("\\") && bytes.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    /// In quotes, as it is or, where that cannot be printed, `|0d0a|`.
    static String quote(String bytes) {
        return isPrintable(bytes)
                ? '"' + bytes.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : "\"|" + HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1)) + "|\"";
    }

    /// Goes through a text byte by byte. After a bar the next byte is taken for what it then is, whatever it is: `|61||62|` is no pair
    /// of blocks.
    private static final class HexReader {

        private final String text;
        private final StringBuilder bytes = new StringBuilder();
        private boolean inBlock;
        private int at;

        HexReader(String text) {
            this.text = text;
        }

        String read() throws SyntaxException {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\\') {
                    literal();
                    continue;
                }
                if (c == '|') {
                    turn();
                    if (at == text.length()) {
                        break;
                    }
                }
                if (inBlock) {
                    digits();
                } else {
                    bytes.append(text.charAt(at++));
                }
            }
            return bytes.toString();
        }

        private void literal() throws SyntaxException {
            if (inBlock) {
                throw new SyntaxException("Cannot include literals in hex data");
            }
            if (at + 1 == text.length()) {
                throw new SyntaxException("Bad literal placement at end of string");
            }
            bytes.append(text.charAt(at + 1));
            at += 2;
        }

        /// Begins or ends a block.
        private void turn() {
            inBlock = !inBlock;
            at++;
            while (inBlock && at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private void digits() throws SyntaxException {
            if (at + 1 == text.length()) {
                throw new SyntaxException("Odd number of hex digits");
            }
            if (at + 2 == text.length()) {
                throw new SyntaxException("Invalid hex block");
            }
            bytes.append((char) (digit(text.charAt(at)) << 4 | digit(text.charAt(at + 1))));
            at += text.charAt(at + 2) == ' ' ? 3 : 2;
        }

        private static int digit(char c) throws SyntaxException {
            if (c >= 0x80 || Character.digit(c, 16) < 0) {
                throw new SyntaxException("Invalid hex char '" + c + "'");
            }
            return Character.digit(c, 16);
        }
    }
}
