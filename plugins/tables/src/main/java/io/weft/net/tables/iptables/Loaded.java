package io.weft.net.tables.iptables;

import io.weft.net.tables.extension.Extension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RulePart;
import io.weft.net.tables.extension.SyntaxException;
import java.util.HashSet;
import java.util.Set;

/// An extension that a command line has called: it checks options by their specifications before its parser sees them.
///
/// @param <P> what it reads
final class Loaded<P extends RulePart> {

    private final Extension<P> extension;
    private final OptionParser<P> parser;
    private final Set<String> seen = new HashSet<>();

    Loaded(Extension<P> extension) {
        this.extension = extension;
        parser = extension.parser();
    }

    Extension<P> extension() {
        return extension;
    }

    void option(OptionSpec spec, OptionUse use) throws SyntaxException {
        if (!seen.add(spec.name()) && !spec.repeatable()) {
            throw complaint(spec, "can only be used once.");
        }
        if (use.inverted() && !spec.invertible()) {
            throw complaint(spec, "cannot be inverted.");
        }
        parser.option(use);
    }

    P finish() throws SyntaxException {
        // what the extension itself has to complain about comes first
        P part = parser.finish();
        for (OptionSpec spec : extension.options()) {
            if (spec.required() && !seen.contains(spec.name())) {
                throw complaint(spec, "must be specified");
            }
            if (seen.contains(spec.name())) {
                checkOthers(spec);
            }
        }
        return part;
    }

    private void checkOthers(OptionSpec spec) throws SyntaxException {
        for (OptionSpec other : extension.options()) {
            boolean there = seen.contains(other.name());
            if (!there && spec.companions().contains(other.name())) {
                throw complaint(spec, "also requires \"--" + other.name() + "\".");
            }
            if (there && spec.excludes().contains(other.name())) {
                throw complaint(spec, "cannot be used together with \"--" + other.name() + "\".");
            }
        }
    }

    private SyntaxException complaint(OptionSpec spec, String what) {
        return new SyntaxException(extension.name() + ": option \"--" + spec.name() + "\" " + what + "\n");
    }
}
