package io.weft.net.logging;

import io.weft.net.tables.extension.SyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The words that a rule puts before what it logs.
final class Prefix {

    private Prefix() { }

    /// @param maxBytes what is longer is cut off, as iptables does
    static String read(String text, int maxBytes) throws SyntaxException {
        if (text.isEmpty()) {
            throw new SyntaxException("Argument must have a minimum length of 1 characters\n");
        }
        if (text.contains("\n")) {
            throw new SyntaxException("Newlines not allowed in --log-prefix");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maxBytes) {
            return text;
        }
        try {
            // a character that is cut in two is left out
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.IGNORE)
                    .decode(ByteBuffer.wrap(bytes, 0, maxBytes)).toString();
        } catch (CharacterCodingException impossible) {
            throw new AssertionError("what is malformed is ignored", impossible);
        }
    }
}
