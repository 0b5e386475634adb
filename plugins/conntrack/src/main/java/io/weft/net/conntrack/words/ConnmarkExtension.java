package io.weft.net.conntrack.words;

import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.words.ConnmarkTarget.Deed;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-j CONNMARK`: sets the mark of a connection, or carries marks between packets and their connections.
public final class ConnmarkExtension implements TargetExtension {

    private static final String NAME = "CONNMARK";
    private static final long MAX = 0xFFFF_FFFFL;
    private static final int MAX_SHIFT = 32;

    private static final List<String> DEEDS =
            List.of("set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark", "save-mark", "restore-mark");

    private static final List<OptionSpec> OPTIONS = List.of(
            deed(OptionSpec.value("set-xmark")),
            deed(OptionSpec.value("set-mark")),
            deed(OptionSpec.value("and-mark")),
            deed(OptionSpec.value("or-mark")),
            deed(OptionSpec.value("xor-mark")),
            deed(OptionSpec.flag("save-mark")),
            deed(OptionSpec.flag("restore-mark")),
            OptionSpec.value("left-shift-mark").excluding("right-shift-mark"),
            OptionSpec.value("right-shift-mark").excluding("left-shift-mark"),
            OptionSpec.value("ctmask").excluding("mask"),
            OptionSpec.value("nfmask").excluding("mask"),
            OptionSpec.value("mask").excluding("ctmask", "nfmask"));

    private final Conntrack conntrack;

    ConnmarkExtension(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    private static OptionSpec deed(OptionSpec spec) {
        return spec.excluding(DEEDS.stream().filter(other -> !other.equals(spec.name())).toArray(String[]::new));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new Parser(conntrack);
    }

    @Override
    public String help() {
        return """
                CONNMARK target options:
                  --set-xmark value[/ctmask]    Zero mask bits and XOR ctmark with value
                  --save-mark [--ctmask mask] [--nfmask mask]
                                                Copy ctmark to nfmark using masks
                  --restore-mark [--ctmask mask] [--nfmask mask]
                                                Copy nfmark to ctmark using masks
                  --set-mark value[/mask]       Set conntrack mark value
                  --save-mark [--mask mask]     Save the packet nfmark in the connection
                  --restore-mark [--mask mask]  Restore saved nfmark value
                  --and-mark value              Binary AND the ctmark with bits
                  --or-mark value               Binary OR  the ctmark with bits
                  --xor-mark value              Binary XOR the ctmark with bits
                  --left-shift-mark value       Left shift the ctmark with bits
                  --right-shift-mark value      Right shift the ctmark with bits
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private final Conntrack conntrack;
        private @Nullable Deed deed;
        private int mark;
        private int ctMask = -1;
        private int nfMask = -1;
        private int shift;

        Parser(Conntrack conntrack) {
            this.conntrack = conntrack;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "set-xmark" -> {
                    MarkText text = MarkText.parse(NAME, use);
                    set(text.mark(), text.mask());
                }
                case "set-mark" -> {
                    MarkText text = MarkText.parse(NAME, use);
                    set(text.mark(), text.mask() | text.mark());
                }
                case "and-mark" -> set(0, ~word(use));
                case "or-mark" -> set(word(use), word(use));
                case "xor-mark" -> set(word(use), 0);
                case "save-mark" -> deed = Deed.SAVE;
                case "restore-mark" -> deed = Deed.RESTORE;
                case "ctmask" -> ctMask = word(use);
                case "nfmask" -> nfMask = word(use);
                case "mask" -> {
                    ctMask = word(use);
                    nfMask = ctMask;
                }
                case "left-shift-mark" -> shift = (int) Numbers.option(NAME, use, 0, MAX_SHIFT);
                default -> shift = -(int) Numbers.option(NAME, use, 0, MAX_SHIFT);
            }
        }

        private void set(int to, int mask) {
            deed = Deed.SET;
            mark = to;
            ctMask = mask;
        }

        private static int word(OptionUse use) throws SyntaxException {
            return (int) Numbers.option(NAME, use, 0, MAX);
        }

        @Override
        public RuleTarget finish() throws SyntaxException {
            if (deed == null) {
                throw new SyntaxException("CONNMARK target: No operation specified");
            }
            return new ConnmarkTarget(deed, mark, ctMask, deed == Deed.SET ? 0 : nfMask, shift, conntrack);
        }
    }
}
